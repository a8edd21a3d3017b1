/** What an answer brought along: charts, tables, reports. */
import { FileChartColumn, FileImage, FileSpreadsheet, FileText } from "lucide-react";
import { bytesText, fileName } from "../parts/format.ts";
import type { Artifact } from "../story/story.ts";
import { texts } from "../texts/texts.ts";

export interface ArtifactChipsProps {
  readonly artifacts: readonly Artifact[];
  readonly files: readonly string[];
  readonly onOpen: (artifact: Artifact) => void;
}

export function ArtifactChips({ artifacts, files, onOpen }: ArtifactChipsProps) {
  const shown = new Set(artifacts.map(({ file }) => file));
  const others = files.filter((file) => !shown.has(file));
  if (artifacts.length === 0 && others.length === 0) return null;
  return (
    <ul aria-label={texts.chat.files} className="flex flex-wrap gap-2">
      {artifacts.map((artifact) => (
        <li key={`${artifact.id} ${artifact.title}`}>
          <button
            type="button"
            onClick={() => onOpen(artifact)}
            className="flex items-center gap-2 rounded-md border border-line bg-card px-2.5 py-1.5 text-left hover:bg-inset"
          >
            <ArtifactIcon mediaType={artifact.mediaType} />
            <span>
              <span className="block max-w-56 truncate text-xs font-medium">
                {artifact.file === undefined ? artifact.title : fileName(artifact.file)}
              </span>
              <span className="figures block text-xs text-dim">
                {artifact.title} · {bytesText(artifact.bytes)}
              </span>
            </span>
          </button>
        </li>
      ))}
      {others.map((file) => (
        <li
          key={file}
          title={file}
          className="flex items-center gap-2 rounded-md border border-line px-2.5 py-1.5 text-xs text-dim"
        >
          <ArtifactIcon mediaType="" />
          {fileName(file)}
        </li>
      ))}
    </ul>
  );
}

function ArtifactIcon({ mediaType }: { readonly mediaType: string }) {
  const Icon = mediaType.startsWith("image/svg")
    ? FileChartColumn
    : mediaType.startsWith("image/")
      ? FileImage
      : mediaType.includes("csv")
        ? FileSpreadsheet
        : FileText;
  return <Icon aria-hidden="true" className="size-4 shrink-0 text-dim" />;
}
