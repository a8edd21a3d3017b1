/** A number in an answer that leads to what it rests on: title, a piece of the text, the task it came from. */

import { fileName } from "../parts/format.ts";
import type { Citation, Story } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Popover } from "../ui/popover.tsx";

const words = texts.chat;
const SNIPPET = 400;

export interface CitationChipProps {
  readonly citation: Citation;
  readonly story: Story;
  readonly onOpenTask: (path: string) => void;
}

export function CitationChip({ citation, story, onOpenTask }: CitationChipProps) {
  const { number, title, source, path } = citation;
  const task = story.tasks.find((known) => known.path === path);
  return (
    <Popover
      label={words.source(number)}
      trigger={
        <button
          type="button"
          aria-label={words.source(number)}
          className="figures mx-0.5 inline-flex h-4 min-w-4 items-center justify-center rounded-sm bg-accent-soft px-1 align-[0.1em] text-[0.6875rem] font-medium text-accent hover:brightness-95"
        >
          {number}
        </button>
      }
    >
      <p className="font-medium break-words">{title}</p>
      {source !== undefined && (
        <p className="mt-0.5 text-xs break-all text-dim" title={source}>
          <SourceLink source={source} />
        </p>
      )}
      {task?.text !== undefined && task.text !== "" && (
        <blockquote className="mt-2 line-clamp-6 border-l-2 border-line-strong pl-2 text-xs whitespace-pre-wrap text-dim">
          {task.text.slice(0, SNIPPET)}
        </blockquote>
      )}
      {task !== undefined && (
        <Button size="small" className="mt-2" onClick={() => onOpenTask(path)}>
          {words.openTask}
        </Button>
      )}
    </Popover>
  );
}

/** A page opens in another window; a file on the server's machine is only named. */
export function SourceLink({ source }: { readonly source: string }) {
  if (!/^https?:\/\//.test(source)) return fileName(source);
  return (
    <a href={source} target="_blank" rel="noreferrer noopener" className="text-accent underline">
      {source}
    </a>
  );
}
