/** What a run has asked a person and nobody has answered yet; nothing once it has ended. */
import type { RunEvent } from "../events/event.ts";
import type { RunDetail } from "./thorp.ts";

/** In the order in which they were asked; `events` must be all of the run, or an answered one looks open. */
export function openAsks(events: readonly RunEvent[]): RunDetail["open"] {
  const answered = new Set(
    events.flatMap((event) =>
      event.type === "approval-answer" ? [event.approval] : event.type === "question-answer" ? [event.question] : [],
    ),
  );
  if (events.some((event) => event.type === "run-end")) return [];
  return events.flatMap((event): RunDetail["open"] => {
    if (event.type === "approval-ask") return answered.has(event.approval) ? [] : [event];
    if (event.type === "question-ask") return answered.has(event.question) ? [] : [event];
    return [];
  });
}
