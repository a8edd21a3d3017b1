/**
 * From what an agent handed on to a plan that can run: read, sent back once with the exact complaint, mended, proposed.
 */

import type { AgentOutcome, Assignment } from "../agents/assignment.ts";
import { capabilitiesOf } from "../agents/reachable-tools.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Plan } from "../wire/plan.ts";
import { mendPlan, type PlanRules, readPlan } from "./check-plan.ts";
import type { Environment } from "./environment.ts";

export type PlanOutcome =
  | { readonly kind: "plan"; readonly plan: Plan; readonly by: Environment["planBy"] }
  | Exclude<AgentOutcome, { kind: "plan" }>;

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
    const again = await runAgent(context, services, {
      ...assignment,
      stepPrefix: `${assignment.stepPrefix}replan-`,
      learned: [
        ...assignment.learned,
        `Your plan cannot run: ${read.problems.slice(0, 8).join("; ")}. Call plan again, corrected.`,
      ],
      firstTry: false,
    });
    if (again.kind !== "plan") return again;
    handed = again;
    read = readPlan(handed.input, goal, rules);
  }
  const { plan, mended } = read.problems.length > 0 ? mendPlan(read) : { plan: read.plan, mended: [] };
  if (plan.tasks.length === 0) {
    return {
      kind: "failed",
      failure: { code: "plan-invalid", message: `No plan could be made: ${read.problems.slice(0, 3).join("; ")}.` },
      text: "",
      problems: [],
    };
  }
  context.emit({ type: "plan-propose", plan, by: handed.by, ...(mended.length > 0 ? { mended } : {}) });
  return { kind: "plan", plan, by: handed.by };
}
