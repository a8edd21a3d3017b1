/** What went along with a request: pictures as such, other files by name; each opens beside the conversation. */
import { Paperclip } from "lucide-react";
import { artifactAddress } from "../artifacts/artifact-address.ts";
import { bytesText } from "../parts/format.ts";
import type { Artifact, Story } from "../story/story.ts";
import { texts } from "../texts/texts.ts";

/** As the run came to know them. */
export type Attachments = NonNullable<Story["request"]>["attachments"];

export interface AttachedFilesProps {
  readonly run: string;
  readonly attachments: Attachments;
  readonly onOpen: (artifact: Artifact) => void;
}

export function AttachedFiles({ run, attachments, onOpen }: AttachedFilesProps) {
  if (attachments.length === 0) return null;
  return (
    <ul className="flex max-w-[85%] flex-wrap justify-end gap-1.5" aria-label={texts.chat.attachedFiles}>
      {attachments.map(({ name, mediaType, bytes }, place) => {
        // The server counts them in the order in which they were sent.
        const id = `attachment-${place + 1}`;
        return (
          <li key={id} className="min-w-0">
            <button
              type="button"
              title={name}
              onClick={() => onOpen({ id, title: name, mediaType, bytes })}
              className="max-w-full overflow-hidden rounded-md border border-line bg-card text-xs text-dim hover:text-ink"
            >
              {isPicture(mediaType) && (
                <img
                  src={artifactAddress(run, id)}
                  alt=""
                  loading="lazy"
                  className="max-h-48 w-full min-w-24 border-b border-line bg-ground object-contain"
                />
              )}
              <span className="flex items-center gap-1 px-2 py-1">
                <Paperclip aria-hidden="true" className="size-3 shrink-0" />
                <span className="min-w-0 truncate">{name}</span>
                <span className="figures shrink-0">{bytesText(bytes)}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Drawings can bring more along than a picture, so they are only opened in their own frame. */
function isPicture(mediaType: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif)$/.test(mediaType);
}
