/** When what ran, as bars over the time of the run. */
import { Cpu, GitCommitHorizontal, Wrench } from "lucide-react";
import { durationText } from "../parts/format.ts";
import { StateMark } from "../parts/state-mark.tsx";
import type { Story } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { type WaterfallRow, waterfallOf } from "./waterfall-rows.ts";

const icons = { task: GitCommitHorizontal, model: Cpu, tool: Wrench } as const;
const colours = { task: "bg-line-strong", model: "bg-accent", tool: "bg-good" } as const;

export interface WaterfallProps {
  readonly story: Story;
  readonly onOpen: (path: string) => void;
}

export function Waterfall({ story, onOpen }: WaterfallProps) {
  const { rows, span } = waterfallOf(story);
  if (rows.length === 0) return <p className="text-dim">{texts.runs.timelineEmpty}</p>;
  return (
    <div className="text-xs">
      <div aria-hidden="true" className="figures mb-1 flex justify-between pl-[min(40%,20rem)] text-dim">
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <span key={part} className={part % 0.5 === 0 ? "" : "max-sm:hidden"}>
            {durationText(span * part)}
          </span>
        ))}
      </div>
      <ul>
        {rows.map((row) => (
          <Bar key={row.key} row={row} span={span} onOpen={onOpen} />
        ))}
      </ul>
    </div>
  );
}

interface BarProps {
  readonly row: WaterfallRow;
  readonly span: number;
  readonly onOpen: (path: string) => void;
}

function Bar({ row: { label, depth, kind, state, path, from, to }, span, onOpen }: BarProps) {
  const Icon = icons[kind];
  const share = (ms: number): string => `${((ms / span) * 100).toFixed(2)}%`;
  return (
    <li className="[contain-intrinsic-size:auto_1.75rem] [content-visibility:auto]">
      <button
        type="button"
        onClick={() => onOpen(path)}
        className="grid h-7 w-full grid-cols-[min(40%,20rem)_1fr] items-center rounded-sm text-left hover:bg-inset"
      >
        <span className="flex min-w-0 items-center gap-1.5 pr-3" style={{ paddingLeft: `${depth * 0.75}rem` }}>
          <Icon aria-hidden="true" className="size-3.5 shrink-0 text-dim" />
          <span className="truncate">{label}</span>
          {state !== "done" && <StateMark state={state} isBare />}
        </span>
        <span className="relative h-3">
          <span
            className={`absolute inset-y-0 min-w-0.5 rounded-xs ${state === "failed" ? "bg-bad" : colours[kind]}`}
            // What is too short to be seen is two pixels wide, at the end of the run too.
            style={{ left: `min(${share(from)}, 100% - 0.125rem)`, width: share(to - from) }}
          />
          <span className="sr-only">{durationText(to - from)}</span>
        </span>
      </button>
    </li>
  );
}
