/** Questions to the person, and the approval of a plan: asked by an event, answered by a signal. */
import type { SignalEvent } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Plan } from "../wire/plan.ts";
import { mendPlan } from "./check-plan.ts";
import { EDITED, type PlanMemory } from "./schedule-plan.ts";

/** What the person said, or that the run was cancelled meanwhile. */
export type PersonAnswer = { readonly kind: "answer"; readonly text: string } | { readonly kind: "cancelled" };

/** Waits without a limit: the deadline of the run does not count while it does. `id` is unique in its path. */
export async function askPerson(
  context: RunContext,
  { id, text, choices }: { id: string; text: string; choices: readonly string[] },
): Promise<PersonAnswer> {
  context.emit({ type: "question-ask", question: id, text, ...(choices.length > 0 ? { choices } : {}) });
  const answered = context.signalled(`question ${id}`, "question-answer", (signal) => signal.question === id);
  const cancelled = context.signalled("signal:run-cancel", "run-cancel");
  const winner = await context.race([answered, cancelled]);
  if (winner.name === cancelled.name) return { kind: "cancelled" };
  return { kind: "answer", text: (winner.value as { text: string }).text };
}

/**
 * The plan as the person accepts it, edited or not; undefined when they refuse it or cancel. The edits are noted in
 * `seenEdits`, so that nobody takes them in again once the plan runs.
 */
export async function approvePlan(
  context: RunContext,
  proposed: Plan,
  { seenEdits }: Pick<PlanMemory, "seenEdits">,
): Promise<Plan | undefined> {
  let plan = proposed;
  const approved = context.signalled("plan-approve", "plan-approve");
  const cancelled = context.signalled("signal:run-cancel", "run-cancel");
  for (;;) {
    const edited = context.signalled(
      `edit before ${seenEdits.size + 1}`,
      "plan-edit",
      (signal) => !seenEdits.has(signal.edit),
    );
    // Of what has arrived, an edit comes before the approval: the person approves what they edited.
    const winner = await context.race([cancelled, edited, approved]);
    if (winner.name === cancelled.name) return undefined;
    if (winner.name === approved.name) return (winner.value as { allow: boolean }).allow ? plan : undefined;
    const edit = winner.value as Extract<SignalEvent, { type: "plan-edit" }>;
    seenEdits.add(edit.edit);
    // Nothing has started: what is to be skipped is not planned at all.
    const tasks = edit.plan.tasks.filter(({ id }) => !edit.skip?.includes(id));
    plan = mendPlan({ plan: { ...edit.plan, tasks } }).plan;
    context.emit({ type: "plan-revise", plan, reason: EDITED });
  }
}
