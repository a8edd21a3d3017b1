/** From an answer that passed its check to the end of its task. */
import type { AgentAnswer, AgentOutcome } from "../agents/assignment.ts";
import { withoutMarks } from "../base/citation-marks.ts";
import type { PlannedTask } from "../wire/plan.ts";
import { deniedIn } from "./denied-in.ts";
import type { TaskEnd } from "./schedule-plan.ts";

/**
 * What nobody approved is told with the end: a task that brought nothing else counts as failed, one that did something
 * is done with that failure beside its result. Either way the run ends partial and names it.
 */
export function acceptAnswer(
  task: PlannedTask,
  { result: written, problems, labels }: AgentAnswer & Pick<AgentOutcome, "labels">,
): TaskEnd {
  const result = { ...written, text: withoutMarks(written.text) };
  const denied = deniedIn(problems);
  if (denied === undefined) return { task, state: "done", result };
  return { task, state: result.artifacts.length > 0 ? "done" : "failed", result, failure: denied, labels };
}
