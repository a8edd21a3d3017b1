/** Files that wait to be sent, with a picture where they are one, and what is wrong with them. */
import { File as FileIcon, X } from "lucide-react";
import { bytesText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import type { AttachedFile } from "./attachments.ts";

export interface AttachmentListProps {
  readonly files: readonly AttachedFile[];
  readonly onRemove: (id: number) => void;
}

export function AttachmentList({ files, onRemove }: AttachmentListProps) {
  if (files.length === 0) return null;
  return (
    <ul aria-label={texts.chat.attachedFiles} className="flex flex-wrap gap-2 px-3 pt-3">
      {files.map(({ id, file, preview, problem }) => (
        <li
          key={id}
          className={`flex items-center gap-2 rounded-md border p-1.5 text-xs ${problem === undefined ? "border-line" : "border-bad"}`}
        >
          {preview === undefined ? (
            <FileIcon aria-hidden="true" className="size-4 text-dim" />
          ) : (
            <img src={preview} alt="" className="size-9 rounded-sm object-cover" />
          )}
          <span>
            <span className="block max-w-44 truncate font-medium">{file.name}</span>
            {problem === undefined ? (
              <span className="figures text-dim">{bytesText(file.size)}</span>
            ) : (
              <span role="alert" className="text-bad">
                {problem}
              </span>
            )}
          </span>
          <Button
            look="quiet"
            size="small"
            icon={X}
            label={texts.chat.removeFile(file.name)}
            onClick={() => onRemove(id)}
          />
        </li>
      ))}
    </ul>
  );
}
