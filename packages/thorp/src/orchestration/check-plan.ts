/**
 * A plan is checked before it runs: ids unique, no cycle, every agent there, not too many tasks.
 *
 * `readPlan` says everything that is wrong, in words that go back to the model once. `mendPlan` then makes the best of
 * what came: unknown edges dropped, duplicates merged, cycles cut, names repaired to the nearest.
 */
import { z } from "zod";
import type { Json } from "../base/json.ts";
import { nearest } from "../base/nearest.ts";
import { LANGUAGE_MODEL, mergeStrategies, type Plan, type PlannedTask } from "../wire/plan.ts";
import { ownTaskIds } from "./own-task-ids.ts";
import { findCycle, walkNeeds } from "./plan-cycles.ts";

/** What a plan may name and how long it may be. */
export interface PlanRules {
  /** Agents that tasks may go to, with what each can do. */
  readonly capabilitiesByAgent: ReadonlyMap<string, ReadonlySet<string>>;
  readonly maxTasks: number;
  /** Ids of results that are there already: a plan for what is left may need them without naming them again. */
  readonly finished?: ReadonlySet<string>;
  /** Ids of results that every task of the plan reads anyhow; a task of the same name gets another. */
  readonly given?: ReadonlySet<string>;
}

const LONGEST_ID = 40;

/** A plan as it was understood, with what is wrong with it in words for the model. */
export interface ReadPlan {
  readonly plan: Plan;
  /** Empty when the plan can run as it is. */
  readonly problems: readonly string[];
  /** What reading already changed; told when the plan is used as it is. */
  readonly repaired?: readonly string[];
  readonly finished?: ReadonlySet<string> | undefined;
}

/** What models write: everything but the goal may be missing, misspelt or of another type. */
const looseText = z.string().optional().catch(undefined);
const looseName = z.union([z.string(), z.number()]).transform(String);
/** One name where a list is wanted, or several in one string. */
const looseNames = z
  .union([z.array(looseName.nullable().catch(null)), looseName.transform((text) => text.split(/[,;\s]+/))])
  .transform((names): string[] => names.flatMap((name) => name || []))
  .catch([]);
const looseTaskSchema = z.object({
  id: looseName.optional().catch(undefined),
  goal: looseText,
  task: looseText,
  description: looseText,
  agent: looseText,
  capability: looseText,
  needs: looseNames.default([]),
  acceptance: looseText,
  priority: z.number().min(-1000).max(1000).default(0).catch(0),
  deadlineMs: z.number().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
  optional: z.boolean().default(false).catch(false),
});
const loosePlanSchema = z.object({
  goal: looseText,
  tasks: z.array(looseTaskSchema),
  answerFrom: looseNames.default([]),
  merge: z.enum(mergeStrategies).optional().catch(undefined),
});
type LooseTask = z.infer<typeof looseTaskSchema>;

/** Reads a plan as it came. Never throws; a plan that cannot be read at all has no tasks and one problem. */
export function readPlan(input: Json, goal: string, rules: PlanRules): ReadPlan {
  const parsed = loosePlanSchema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      plan: { goal, tasks: [], answerFrom: [] },
      problems: [`the plan cannot be read: ${issue?.path.join(".") || "plan"}: ${issue?.message}`],
    };
  }
  if (parsed.data.tasks.length > rules.maxTasks) {
    return {
      plan: { goal, tasks: [], answerFrom: [] },
      problems: [`the plan has ${parsed.data.tasks.length} tasks; at most ${rules.maxTasks} are allowed`],
    };
  }
  const problems: string[] = [];
  const repaired: string[] = [];
  const read = parsed.data.tasks.flatMap((loose, position) => readTask(loose, { position, rules, problems, repaired }));
  if (read.length === 0) problems.push("the plan has no tasks");
  const { tasks, idOf } = ownTaskIds(read, rules.given ?? new Set(), LONGEST_ID);
  problems.push(...structureProblems(tasks, rules.finished));
  const ids = new Set(tasks.map((task) => task.id));
  // A name that is in no plan says nothing about the answer; it is not worth another call.
  const answerFrom = [...new Set(parsed.data.answerFrom.map((id) => idOf(plainId(id))))].filter((id) => ids.has(id));
  return {
    plan: {
      goal: parsed.data.goal ?? goal,
      tasks: [...tasks],
      answerFrom,
      ...(parsed.data.merge === undefined ? {} : { merge: parsed.data.merge }),
    },
    problems,
    repaired,
    finished: rules.finished,
  };
}

interface ReadTaskOptions {
  readonly position: number;
  readonly rules: PlanRules;
  readonly problems: string[];
  readonly repaired: string[];
}

function readTask(loose: LooseTask, { position, rules, problems, repaired }: ReadTaskOptions): PlannedTask[] {
  const id = plainId(loose.id ?? "") || `t${position + 1}`;
  const goal = (loose.goal ?? loose.task ?? loose.description ?? "").trim();
  if (goal === "") {
    problems.push(`task ${id} has no goal`);
    repaired.push(`${id} had no goal and was left out`);
    return [];
  }
  const agent = agentFor(loose, { id, rules, problems, repaired });
  const known =
    loose.capability === LANGUAGE_MODEL || rules.capabilitiesByAgent.get(agent)?.has(loose.capability ?? "");
  const capability = loose.capability && known ? loose.capability : agent;
  return [
    {
      id,
      goal,
      agent,
      capability,
      needs: [...new Set(loose.needs.map(plainId))],
      ...(loose.acceptance ? { acceptance: loose.acceptance } : {}),
      priority: Math.trunc(loose.priority),
      ...(loose.deadlineMs === undefined ? {} : { deadlineMs: Math.ceil(loose.deadlineMs) }),
      optional: loose.optional,
    },
  ];
}

/** An id as it may stand in a path; the same for the task and for whoever needs it. */
function plainId(id: string): string {
  return id
    .trim()
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .slice(0, LONGEST_ID);
}

/** The named agent, the nearest name, or whoever has the capability; the first agent of all when nothing fits. */
function agentFor(
  loose: LooseTask,
  { id, rules, problems, repaired }: Omit<ReadTaskOptions, "position"> & { readonly id: string },
): string {
  const names = [...rules.capabilitiesByAgent.keys()];
  if (loose.agent !== undefined && rules.capabilitiesByAgent.has(loose.agent)) return loose.agent;
  const capable = names.find(
    (name) => loose.capability !== undefined && rules.capabilitiesByAgent.get(name)?.has(loose.capability),
  );
  if (loose.agent === undefined && capable !== undefined) return capable;
  problems.push(`task ${id} names the agent ${loose.agent ?? "(none)"}; there are: ${names.join(", ")}`);
  const chosen = (loose.agent === undefined ? undefined : nearest(loose.agent, names)) ?? capable ?? names[0] ?? "";
  repaired.push(`${id} goes to ${chosen} instead of ${loose.agent ?? "nobody"}`);
  return chosen;
}

function structureProblems(tasks: readonly PlannedTask[], finished: ReadonlySet<string> = new Set()): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  for (const task of tasks) {
    if (ids.has(task.id)) problems.push(`two tasks are called ${task.id}`);
    ids.add(task.id);
  }
  for (const task of tasks) {
    for (const need of task.needs)
      if (!ids.has(need) && !finished.has(need))
        problems.push(`task ${task.id} needs ${need}, which is not in the plan`);
  }
  const cycle = findCycle(tasks);
  if (cycle !== undefined)
    problems.push(`the tasks ${cycle.join(" -> ")} wait for one another: take one of these needs out`);
  return problems;
}

/** The best that can be made of a plan with problems, and what was changed; no tasks when nothing is left. */
export function mendPlan({ plan, repaired = [], finished }: Omit<ReadPlan, "problems">): {
  readonly plan: Plan;
  readonly mended: readonly string[];
} {
  const mended = [...repaired];
  const { tasks: merged, idOf } = mergeDuplicates(plan.tasks, mended);
  const ids = new Set(merged.map((task) => task.id));
  const known = merged.map((task) => {
    const needs = task.needs.filter((need) => (ids.has(need) || finished?.has(need)) && need !== task.id);
    if (needs.length < task.needs.length) mended.push(`dropped unknown needs of ${task.id}`);
    return { ...task, needs };
  });
  const cut = new Map<string, Set<string>>();
  walkNeeds(known, (trail, need) => {
    const from = trail.at(-1) ?? "";
    cut.set(from, (cut.get(from) ?? new Set()).add(need));
    mended.push(`${from} no longer waits for ${need}`);
    return true;
  });
  const tasks = known.map((task) => ({ ...task, needs: task.needs.filter((need) => !cut.get(task.id)?.has(need)) }));
  return {
    plan: { ...plan, tasks, answerFrom: [...new Set(plan.answerFrom.map(idOf))].filter((id) => ids.has(id)) },
    mended,
  };
}

interface Merged {
  readonly tasks: readonly PlannedTask[];
  /** Where the work of an id is now. */
  readonly idOf: (id: string) => string;
}

function mergeDuplicates(tasks: readonly PlannedTask[], mended: string[]): Merged {
  const keptByWork = new Map<string, PlannedTask>();
  const given = new Set(tasks.map((task) => task.id));
  const taken = new Set<string>();
  const renamed = new Map<string, string>();
  for (const task of tasks) {
    const work = `${task.agent}\n${task.goal.toLowerCase()}`;
    const twin = keptByWork.get(work);
    if (twin !== undefined) {
      mended.push(`${task.id} is the same as ${twin.id}`);
      // Where another task keeps the id, what needs the id means that one.
      if (!taken.has(task.id)) renamed.set(task.id, twin.id);
      continue;
    }
    let { id } = task;
    for (let n = 2; taken.has(id) || (id !== task.id && given.has(id)); n++)
      id = `${task.id.slice(0, LONGEST_ID - 6)}-${n}`;
    if (id !== task.id) mended.push(`the second ${task.id} is now ${id}`);
    taken.add(id);
    keptByWork.set(work, { ...task, id });
  }
  const idOf = (id: string): string => (taken.has(id) ? id : (renamed.get(id) ?? id));
  return {
    tasks: [...keptByWork.values()].map((task) => ({ ...task, needs: [...new Set(task.needs.map(idOf))] })),
    idOf,
  };
}
