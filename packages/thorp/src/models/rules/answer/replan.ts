/** Purpose `replan`: what is left of the plan without what failed and what cannot do without it. */
import type { Json } from "../../../base/json.ts";
import type { Brief } from "../../brief.ts";
import { abstention, type Reply, toolReply } from "../reply.ts";
import { likeness } from "../text/grams.ts";
import { withHistory } from "../understand/follow-up.ts";
import { planRequest } from "../understand/plan-request.ts";
import type { Correction } from "../understand/rank-capabilities.ts";
import { planFrom, refusal } from "../understand/understand.ts";

interface PlannedAgain {
  readonly id: string;
  readonly goal: string;
  readonly capability: string;
  readonly agent: string;
  readonly needs: readonly string[];
}

/**
 * The whole plan anew: tasks that are done keep their ids, failed ones go, a report goes on with what there is. Without
 * anything new to do it abstains: trying the same again would fail again.
 */
export function replan(brief: Brief, correction?: Correction): Reply {
  const request = brief.task?.goal ?? withHistory(brief.request, brief.history, brief.files);
  const planned = planRequest(request, brief, correction);
  if (planned.kind === "none") return abstention(refusal(planned.why), planned.why);
  const { tasks } = planFrom(request, planned.drafts, brief) as unknown as { readonly tasks: readonly PlannedAgain[] };
  const doneIds = new Map(
    tasks.flatMap((task) =>
      brief.inputs
        .filter((input) => isSame(input, task))
        .slice(0, 1)
        .map((input) => [task.id, input.id] as const),
    ),
  );
  const lost = new Set<string>();
  for (const task of tasks) {
    const left = task.needs.filter((need) => !lost.has(need));
    const waited = left.length < task.needs.length;
    const failed = !waited && !doneIds.has(task.id) && brief.missing.some((part) => isSame(part, task));
    // A report of what there is serves; anything else without its input does not.
    if (failed || (waited && !(left.length > 0 && task.needs.length > 1))) lost.add(task.id);
  }
  const taken = new Set([...brief.inputs.map((input) => input.id), ...brief.missing.map((part) => part.id)]);
  const open = tasks.filter((task) => !lost.has(task.id) && !doneIds.has(task.id));
  // What only waited for a failed task was never tried: with the rest of its inputs it is new.
  const fresh = open.filter(
    (task) => !brief.missing.some((part) => part.id === task.id) || task.needs.some((need) => lost.has(need)),
  );
  if (fresh.length === 0)
    return abstention("There is no other way to do what failed without a language model.", "nothing-left");
  const idOf = new Map(fresh.map((task) => [task.id, taken.has(task.id) ? `${task.id}-again` : task.id]));
  const again = fresh.map((task) => ({
    ...task,
    id: idOf.get(task.id) ?? task.id,
    needs: task.needs.flatMap((need) => doneIds.get(need) ?? idOf.get(need) ?? []),
  }));
  const done = tasks
    .filter((task) => doneIds.has(task.id))
    .map((task) => ({ ...task, id: doneIds.get(task.id) ?? task.id, needs: [] }));
  const plan = { goal: request, tasks: [...done, ...again], answerFrom: [] };
  return toolReply("plan", plan as unknown as Json, { confidence: 0.5 });
}

function isSame(known: { readonly id: string; readonly goal: string }, task: PlannedAgain): boolean {
  const plain = (goal: string) => goal.toLowerCase().replace(/\W+/g, " ").trim();
  return (
    plain(known.goal) === plain(task.goal) ||
    (known.id === task.id && likeness(plain(known.goal), plain(task.goal)) > 0.8)
  );
}
