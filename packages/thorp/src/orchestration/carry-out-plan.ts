/** A plan carried out, and what is left of it planned another way when parts of it failed. */
import type { Agent } from "../agents/team.ts";
import { joinLabels, type Labels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Brief } from "../models/brief.ts";
import type { Plan } from "../wire/plan.ts";
import type { Environment } from "./environment.ts";
import { revisePlan } from "./revise-plan.ts";
import type { EndsById, ScheduleEnd, TaskEnd } from "./schedule-plan.ts";

/** A plan and how often it may be mended. */
export interface CarryOutRequest {
  readonly plan: Plan;
  /** Where its words came from. */
  readonly labels: Labels;
  readonly planner: Agent;
  readonly delegates: readonly Agent[];
  /** How often what failed may be planned anew. */
  readonly maxRevisions: number;
  /** Tasks of all its plans together. */
  readonly maxTasks: number;
  /** The task that the plan is for; absent for the run's own. */
  readonly task?: NonNullable<Brief["task"]>;
  /** Results that the whole task works from. */
  readonly given?: readonly TaskEnd[];
  /** Carries out one plan; `finished` holds the ends of tasks that an earlier one already brought. */
  readonly schedule: (plan: Pick<CarryOutRequest, "plan" | "labels">, finished: EndsById) => Promise<ScheduleEnd>;
}

/** The ends of all tasks, also those of earlier plans; `givenUp` names what nobody tries again. */
export async function carryOutPlan(
  context: RunContext,
  environment: Environment,
  { plan, labels: first, maxRevisions, maxTasks, schedule, ...request }: CarryOutRequest,
): Promise<ScheduleEnd> {
  let labels = first;
  let end: ScheduleEnd = { ...(await schedule({ plan, labels }, new Map())), labels };
  for (let revision = 1; revision <= maxRevisions; revision++) {
    const left = Math.max(1, maxTasks - end.ends.size);
    const revised = await revisePlan(context, environment, { ...request, end, revision, maxTasks: left });
    if (revised === undefined) break;
    const before = end;
    labels = joinLabels(labels, revised.labels);
    const after = await schedule({ plan: revised.plan, labels }, finishedOf(before, revised.plan));
    end = { ...after, labels, ends: new Map([...before.ends, ...after.ends]), givenUp: revised.givenUp };
  }
  return end;
}

function finishedOf({ ends }: ScheduleEnd, plan: Plan): EndsById {
  return new Map([...ends].filter(([id, end]) => end.state === "done" && plan.tasks.some((task) => task.id === id)));
}
