/** The answer of a run as it is written, with its sources behind their numbers. */
import { useMemo } from "react";
import { Markdown } from "../parts/markdown.tsx";
import type { Story } from "../story/story.ts";
import { CitationChip } from "./citation-chip.tsx";

export interface AnswerTextProps {
  readonly story: Story;
  readonly onOpenTask: (path: string) => void;
}

export function AnswerText({ story, onOpenTask }: AnswerTextProps) {
  const { citations } = story;
  // Once it is there the story no longer changes; while it is written there are no sources.
  const reference = useMemo(
    () =>
      citations.length === 0
        ? undefined
        : (number: number) => {
            const citation = citations.find((known) => known.number === number);
            if (citation === undefined) return undefined;
            return <CitationChip citation={citation} story={story} onOpenTask={onOpenTask} />;
          },
    [citations, story.tasks, onOpenTask],
  );
  return (
    <div role="log" aria-live="polite" aria-busy={!story.answer.isFinal}>
      <Markdown text={story.answer.text} isGrowing={!story.answer.isFinal} reference={reference} />
    </div>
  );
}
