/**
 * From what an agent handed on to a plan that can run: read, sent back once with the exact complaint and a schema that
 * servers can hold the answer to, mended, proposed.
 */

import type { AgentOutcome, Assignment } from "../agents/assignment.ts";
import { planFrom } from "../agents/hand-on.ts";
import { planArguments } from "../agents/handed-on-arguments.ts";
import { planSchemaFor } from "../agents/plan-tool.ts";
import { capabilitiesOf } from "../agents/reachable-tools.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Json } from "../base/json.ts";
import { joinLabels, type Labels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Plan } from "../wire/plan.ts";
import { mendPlan, type PlanRules, readPlan } from "./check-plan.ts";
import type { Environment } from "./environment.ts";

/** A plan that can run, or what came instead of one. */
export type PlanOutcome =
  | { readonly kind: "plan"; readonly plan: Plan; readonly by: Environment["planBy"]; readonly labels: Labels }
  | Exclude<AgentOutcome, { kind: "plan" }>;

/** What was handed on, and the rules that it has to keep. */
export interface PlanMaking {
  readonly assignment: Assignment;
  readonly outcome: Extract<AgentOutcome, { kind: "plan" }>;
  readonly goal: string;
  readonly maxTasks: number;
  /** Ids of results that tasks may need although the plan does not hold them. */
  readonly finished?: ReadonlySet<string>;
  /** Ids of results that every task reads anyhow. */
  readonly given?: ReadonlySet<string>;
}

/** The agent is asked once more at most. A plan that cannot be mended is the failure `plan-invalid`. */
export async function makePlan(
  context: RunContext,
  { team, services }: Environment,
  { assignment, outcome, goal, maxTasks, finished, given }: PlanMaking,
): Promise<PlanOutcome> {
  const rules: PlanRules = {
    capabilitiesByAgent: new Map(
      assignment.delegates.map((delegate) => [delegate.name, capabilitiesOf(delegate, team, services.toolSpecs)]),
    ),
    maxTasks,
    ...(finished === undefined ? {} : { finished }),
    ...(given === undefined ? {} : { given }),
  };
  let handed = outcome;
  let read = readPlan(handed.input, goal, rules);
  if (read.problems.length > 0 && handed.by !== "rules") {
    const again = planIn(
      await runAgent(context, services, {
        ...assignment,
        stepPrefix: `${assignment.stepPrefix}replan-`,
        learned: [...assignment.learned, complaint(read.problems, handed.input)],
        labels: joinLabels(assignment.labels ?? [], handed.labels),
        schema: planSchemaFor(assignment.delegates, { merges: assignment.task !== undefined }),
        firstTry: false,
      }),
      assignment,
    );
    if (again.kind !== "plan") return again;
    handed = again;
    read = readPlan(handed.input, goal, rules);
  }
  const { plan, mended: made } = read.problems.length > 0 ? mendPlan(read) : { plan: read.plan, mended: [] };
  const mended = [...(handed.mended ?? []), ...made];
  if (plan.tasks.length === 0) {
    return {
      kind: "failed",
      failure: { code: "plan-invalid", message: `No plan could be made: ${read.problems.slice(0, 3).join("; ")}.` },
      text: "",
      problems: [],
      labels: handed.labels,
    };
  }
  context.emit({ type: "plan-propose", plan, by: handed.by, ...(mended.length > 0 ? { mended } : {}) });
  return { kind: "plan", plan, by: handed.by, labels: handed.labels };
}

/** Longer plans are left out: half of one would be taken for the whole. */
const MAX_SHOWN_PLAN = 4000;

/** The plan comes along, or it would be made anew. The form stands in words too: not every server can hold to a schema. */
function complaint(problems: readonly string[], input: Json): string {
  const plan = JSON.stringify(input);
  const shown = plan.length > MAX_SHOWN_PLAN ? "" : ` It was: ${plan}`;
  return `Your plan cannot run: ${problems.slice(0, 8).join("; ")}.${shown} Answer with the corrected plan as JSON: {"tasks":[{"id","goal","agent","needs","acceptance"}]}`;
}

/** An answer in JSON is meant as the plan, whatever it holds; one in words stays an answer. */
function planIn(outcome: AgentOutcome, { delegates, task }: Assignment): AgentOutcome {
  if (outcome.kind !== "answer") return outcome;
  const text = outcome.result.text.trim();
  if (!/"?tasks"?\s*:|^(?:```\w*\s*)?(?:[[{"]|-?\d+$|null$)/.test(text)) return outcome;
  const handed = planArguments({ input: text }, delegates, task !== undefined);
  return handed.value === undefined ? outcome : { ...planFrom(handed), labels: outcome.labels };
}
