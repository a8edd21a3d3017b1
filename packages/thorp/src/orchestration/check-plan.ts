/**
 * A plan is checked before it runs: ids unique, no cycle, every agent there, not too many tasks.
 *
 * `readPlan` says everything that is wrong, in words that go back to the model once. `mendPlan` then makes the best of
 * what came: unknown edges dropped, duplicates merged, cycles cut, names repaired to the nearest.
 */
import { z } from "zod";
import type { Json } from "../base/json.ts";
import { nearest } from "../base/nearest.ts";
import type { Plan, PlannedTask } from "../wire/plan.ts";

export interface PlanRules {
  /** Agents that tasks may go to, with what each can do. */
  readonly capabilitiesByAgent: ReadonlyMap<string, ReadonlySet<string>>;
  readonly maxTasks: number;
}

export interface ReadPlan {
  readonly plan: Plan;
  /** Empty when the plan can run as it is. */
  readonly problems: readonly string[];
}

/** What models write: everything but the goal may be missing or misspelt. */
const looseTaskSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String).optional(),
  goal: z.string().optional(),
  task: z.string().optional(),
  description: z.string().optional(),
  agent: z.string().optional(),
  capability: z.string().optional(),
  needs: z.array(z.union([z.string(), z.number()]).transform(String)).nullish(),
  acceptance: z.string().nullish(),
  priority: z.number().nullish(),
  deadlineMs: z.number().positive().nullish(),
  optional: z.boolean().nullish(),
});
const loosePlanSchema = z.object({
  goal: z.string().optional(),
  tasks: z.array(looseTaskSchema),
  answerFrom: z.array(z.string()).nullish(),
});
type LooseTask = z.infer<typeof looseTaskSchema>;

/** Reads a plan as it came. Never throws; a plan that cannot be read at all has no tasks and one problem. */
export function readPlan(input: Json, goal: string, rules: PlanRules): ReadPlan {
  const parsed = loosePlanSchema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { plan: { goal, tasks: [], answerFrom: [] }, problems: [`the plan cannot be read: ${issue?.path.join(".") || "plan"}: ${issue?.message}`] };
  }
  if (parsed.data.tasks.length > rules.maxTasks) {
    return { plan: { goal, tasks: [], answerFrom: [] }, problems: [`the plan has ${parsed.data.tasks.length} tasks; at most ${rules.maxTasks} are allowed`] };
  }
  const problems: string[] = [];
  const tasks = parsed.data.tasks.flatMap((loose, position) => readTask(loose, { position, rules, problems }));
  if (tasks.length === 0) problems.push("the plan has no tasks");
  problems.push(...structureProblems(tasks));
  return { plan: { goal: parsed.data.goal ?? goal, tasks, answerFrom: parsed.data.answerFrom ?? [] }, problems };
}

interface ReadTaskOptions {
  readonly position: number;
  readonly rules: PlanRules;
  readonly problems: string[];
}

function readTask(loose: LooseTask, { position, rules, problems }: ReadTaskOptions): PlannedTask[] {
  const id = (loose.id ?? `t${position + 1}`).replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 40) || `t${position + 1}`;
  const goal = (loose.goal ?? loose.task ?? loose.description ?? "").trim();
  if (goal === "") {
    problems.push(`task ${id} has no goal`);
    return [];
  }
  const agent = agentFor(loose, { id, rules, problems });
  const capability = loose.capability && rules.capabilitiesByAgent.get(agent)?.has(loose.capability) ? loose.capability : agent;
  return [
    {
      id,
      goal,
      agent,
      capability,
      needs: [...new Set(loose.needs ?? [])],
      ...(loose.acceptance ? { acceptance: loose.acceptance } : {}),
      priority: Math.trunc(loose.priority ?? 0),
      ...(loose.deadlineMs ? { deadlineMs: Math.trunc(loose.deadlineMs) } : {}),
      optional: loose.optional ?? false,
    },
  ];
}

/** The named agent, the nearest name, or whoever has the capability; the first agent of all when nothing fits. */
function agentFor(loose: LooseTask, { id, rules, problems }: { id: string; rules: PlanRules; problems: string[] }): string {
  const names = [...rules.capabilitiesByAgent.keys()];
  if (loose.agent !== undefined && rules.capabilitiesByAgent.has(loose.agent)) return loose.agent;
  const capable = names.find((name) => loose.capability !== undefined && rules.capabilitiesByAgent.get(name)?.has(loose.capability));
  if (loose.agent === undefined && capable !== undefined) return capable;
  problems.push(`task ${id} names the agent ${loose.agent ?? "(none)"}; there are: ${names.join(", ")}`);
  return (loose.agent === undefined ? undefined : nearest(loose.agent, names)) ?? capable ?? names[0] ?? "";
}

function structureProblems(tasks: readonly PlannedTask[]): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  for (const task of tasks) {
    if (ids.has(task.id)) problems.push(`two tasks are called ${task.id}`);
    ids.add(task.id);
  }
  for (const task of tasks) {
    for (const need of task.needs) if (!ids.has(need)) problems.push(`task ${task.id} needs ${need}, which is not in the plan`);
  }
  const cycle = findCycle(tasks);
  if (cycle !== undefined) problems.push(`the tasks ${cycle.join(" -> ")} wait for one another`);
  return problems;
}

/** The best that can be made of a plan with problems, and what was changed; no tasks when nothing is left. */
export function mendPlan({ plan }: ReadPlan): { readonly plan: Plan; readonly mended: readonly string[] } {
  const mended: string[] = [];
  const merged = mergeDuplicates(plan.tasks, mended);
  const ids = new Set(merged.map((task) => task.id));
  let tasks = merged.map((task) => {
    const needs = task.needs.filter((need) => ids.has(need) && need !== task.id);
    if (needs.length < task.needs.length) mended.push(`dropped unknown needs of ${task.id}`);
    return { ...task, needs };
  });
  for (let cycle = findCycle(tasks); cycle !== undefined; cycle = findCycle(tasks)) {
    const [from, to] = [cycle[0], cycle[1]];
    mended.push(`${from} no longer waits for ${to}`);
    tasks = tasks.map((task) => (task.id === from ? { ...task, needs: task.needs.filter((need) => need !== to) } : task));
  }
  return { plan: { ...plan, tasks, answerFrom: plan.answerFrom.filter((id) => ids.has(id)) }, mended };
}

function mergeDuplicates(tasks: readonly PlannedTask[], mended: string[]): readonly PlannedTask[] {
  const keptByWork = new Map<string, PlannedTask>();
  const taken = new Set<string>();
  const renamed = new Map<string, string>();
  for (const task of tasks) {
    const work = `${task.agent}\n${task.goal.toLowerCase()}`;
    const twin = keptByWork.get(work);
    if (twin !== undefined) {
      mended.push(`${task.id} is the same as ${twin.id}`);
      if (task.id !== twin.id) renamed.set(task.id, twin.id);
      continue;
    }
    let id = task.id;
    for (let n = 2; taken.has(id); n++) id = `${task.id}-${n}`;
    if (id !== task.id) mended.push(`the second ${task.id} is now ${id}`);
    taken.add(id);
    keptByWork.set(work, { ...task, id });
  }
  return [...keptByWork.values()].map((task) => ({ ...task, needs: [...new Set(task.needs.map((need) => renamed.get(need) ?? need))] }));
}

/** Ids of one cycle, in order, or undefined. Iterative, because plans of thousands of tasks arrive too. */
function findCycle(tasks: readonly PlannedTask[]): readonly string[] | undefined {
  const needsById = new Map(tasks.map((task) => [task.id, task.needs]));
  const state = new Map<string, "open" | "closed">();
  for (const { id: root } of tasks) {
    if (state.has(root)) continue;
    const trail: { id: string; next: number }[] = [{ id: root, next: 0 }];
    state.set(root, "open");
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const need: string | undefined = needsById.get(top.id)?.[top.next++];
      if (need === undefined) {
        state.set(top.id, "closed");
        trail.pop();
      } else if (state.get(need) === "open") {
        return [...trail.slice(trail.findIndex((entry) => entry.id === need)).map((entry) => entry.id), need];
      } else if (!state.has(need) && needsById.has(need)) {
        state.set(need, "open");
        trail.push({ id: need, next: 0 });
      }
    }
  }
  return undefined;
}
