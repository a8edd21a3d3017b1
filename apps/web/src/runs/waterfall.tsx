/** When which task ran, as bars over the time of the run. */
import { durationText } from "../parts/format.ts";
import type { StoryTask } from "../story/run-story.ts";
import { words } from "../words.ts";

export interface WaterfallProps {
  readonly tasks: readonly StoryTask[];
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}

export function Waterfall({ tasks, startedAt, endedAt }: WaterfallProps) {
  const begun = tasks.filter((task) => task.startedAt !== undefined);
  if (startedAt === undefined || begun.length === 0) return null;
  const end = endedAt ?? Math.max(...begun.map((task) => task.endedAt ?? task.startedAt ?? startedAt));
  const span = Math.max(1, end - startedAt);
  const share = (ms: number): string => `${((ms / span) * 100).toFixed(2)}%`;
  return (
    <section aria-label={words.timeline}>
      <h2 className="text-sm text-dim">{words.timeline}</h2>
      <ul className="space-y-1 text-xs">
        {begun.map(({ path, goal, startedAt: from = startedAt, endedAt: to = end }) => (
          <li key={path} className="grid grid-cols-[10rem_1fr] items-center gap-2">
            <span className="truncate" title={goal}>
              {path} {goal}
            </span>
            <span className="relative h-4 rounded bg-card">
              <span
                className="absolute inset-y-0 min-w-0.5 rounded bg-accent"
                style={{ left: share(from - startedAt), width: share(to - from) }}
              />
              <span className="sr-only">{durationText(to - from)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
