/** A file that a run made. A page is shown in a sandboxed frame, a drawing as a picture: neither runs or loads anything. */
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { bytesText } from "../parts/format.ts";
import { Markdown } from "../parts/markdown.tsx";
import type { Artifact } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { artifactAddress } from "./artifact-address.ts";
import { CsvTable } from "./csv-table.tsx";
import { framedPage } from "./framed-page.ts";

export interface ArtifactViewProps {
  readonly run: string;
  readonly artifact: Artifact;
}

export function ArtifactView({ run, artifact }: ArtifactViewProps) {
  const address = artifactAddress(run, artifact.id);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="figures flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-xs text-dim">
        <span>{artifact.mediaType}</span>
        <span>{bytesText(artifact.bytes)}</span>
        <a
          href={address}
          download={artifact.file?.split(/[\\/]/).at(-1) ?? artifact.title}
          className="ml-auto flex items-center gap-1.5 text-accent hover:underline"
        >
          <Download aria-hidden="true" className="size-3.5" />
          {texts.chat.download}
        </a>
        {artifact.file !== undefined && (
          <span className="w-full break-all">
            {texts.chat.writtenTo} {artifact.file}
          </span>
        )}
      </div>
      <div className="min-h-0 flex-1 border-t border-line">{preview(artifact, address)}</div>
    </div>
  );
}

function preview({ mediaType, title }: Artifact, address: string): ReactNode {
  if (mediaType.startsWith("image/") && !mediaType.startsWith("image/svg"))
    return <img src={address} alt={title} className="mx-auto max-h-full max-w-full object-contain p-4" />;
  if (/^(?:text\/|image\/svg)|json/.test(mediaType)) return <TextFile {...{ mediaType, address, title }} />;
  return <p className="p-4 text-dim">{texts.chat.noPreview}</p>;
}

interface TextFileProps {
  readonly mediaType: string;
  readonly address: string;
  readonly title: string;
}

function TextFile({ mediaType, address, title }: TextFileProps) {
  const { data, error } = useQuery({
    queryKey: ["artifact", address],
    queryFn: () => textAt(address),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data !== undefined && mediaType.startsWith("text/html"))
    return <iframe title={title} srcDoc={framedPage(data)} sandbox="" className="size-full border-0 bg-white" />;
  return (
    <div data-scroll tabIndex={0} role="region" aria-label={title} className="h-full overflow-auto p-4">
      {error !== null && <Failure error={error} />}
      {data === undefined && error === null && <Waiting label={texts.common.loading} />}
      {data !== undefined && <TextView mediaType={mediaType} text={data} title={title} />}
    </div>
  );
}

function TextView({ mediaType, text, title }: Omit<TextFileProps, "address"> & { readonly text: string }) {
  if (mediaType.startsWith("text/csv")) return <CsvTable text={text} />;
  if (mediaType.startsWith("text/markdown")) return <Markdown text={text} />;
  // As a picture it runs nothing and loads nothing. White paper in both themes: what is drawn for print has no dark side.
  if (mediaType.startsWith("image/svg"))
    return (
      <img
        alt={title}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`}
        className="mx-auto max-w-full rounded-md bg-white"
      />
    );
  return <pre className="font-mono text-xs break-words whitespace-pre-wrap">{text}</pre>;
}

async function textAt(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.text();
}
