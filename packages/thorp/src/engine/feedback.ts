/** What feedback is about: the call whose words the person read, with the route that chose its model. */
import { ThorpError } from "../base/errors.ts";
import type { FeedbackEvent, RunEvent } from "../events/event.ts";

/**
 * The last model call of the run's own path that went well; undefined when a run answered without one. Throws
 * `run-state` while there is no answer.
 */
export function answerCall(events: readonly RunEvent[]): FeedbackEvent["about"] {
  const run = events[0]?.run ?? "";
  if (!events.some((event) => event.type === "message-add" && event.role === "team"))
    throw new ThorpError("run-state", `Run ${run} has no answer yet that could be judged.`);
  const isGood = (step: string): boolean =>
    events.some(
      (event) =>
        event.type === "step-end" &&
        event.path === "" &&
        event.step === step &&
        (event.result as { ok?: unknown } | null)?.ok === true,
    );
  const start = events.findLast(
    (event) => event.type === "step-start" && event.path === "" && event.call.kind === "model" && isGood(event.step),
  );
  if (start?.type !== "step-start" || start.call.kind !== "model") return undefined;
  const { agent, purpose, route } = start.call;
  return { seq: start.seq, path: start.path, step: start.step, agent, purpose, route };
}
