/** A plan as YAML that a person can change, and back again, with every mistake in words. */
import { isMap, isScalar, parseDocument, stringify } from "yaml";
import { nearest } from "../../../base/nearest.ts";
import { type Plan, type PlannedTask, planSchema } from "../../../wire/plan.ts";

/** What an edited plan is held to beside its shape; names are compared letter by letter. */
export interface PlanRules {
  /** Agents that tasks may go to. */
  readonly agents: readonly string[];
  /** Tasks that have begun; what is written about them changes nothing. */
  readonly begun: ReadonlySet<string>;
}

/** At least one mistake where it is not ok; each is one line for the person. */
export type PlanReading =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const taskKeys = ["id", "goal", "agent", "needs", "acceptance", "priority", "deadlineMs", "optional", "capability"];
const planKeys = ["goal", "tasks", "answerFrom"];

/** `mistakes` of the last reading stand at its top. */
export function planToText(plan: Plan, { agents, begun }: PlanRules, mistakes: readonly string[] = []): string {
  const ids = plan.tasks.flatMap(({ id }) => (begun.has(id) ? [id] : []));
  const head = [
    ...mistakes.map((mistake) => `# MISTAKE: ${mistake}`),
    "# The plan. Save and leave the editor to use it; leave it as it is, or empty, to change nothing.",
    ...(ids.length === 0 ? [] : [`# Has begun and stays as it was: ${ids.join(", ")}`]),
    `# Agents: ${agents.join(", ")}. \`needs\` names tasks whose results a task works from.`,
  ];
  return `${head.join("\n")}\n${stringify(tidy(plan), { lineWidth: 100 })}`;
}

/** Without what has its usual value: the less there is to read, the less is overlooked. */
function tidy({ goal, tasks, answerFrom }: Plan) {
  return {
    goal,
    tasks: tasks.map(({ id, goal: task, agent, capability, needs, acceptance, priority, deadlineMs, optional }) => ({
      id,
      goal: task,
      agent,
      ...(capability === agent ? {} : { capability }),
      ...(needs.length === 0 ? {} : { needs }),
      ...(acceptance === undefined ? {} : { acceptance }),
      ...(priority === 0 ? {} : { priority }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      ...(optional ? { optional } : {}),
    })),
    ...(answerFrom.length === 0 ? {} : { answerFrom }),
  };
}

/** Tells mistakes of one kind at a time: YAML, unknown keys, shape (five at most), then names and circles. */
export function planFromText(text: string, { agents, begun }: PlanRules): PlanReading {
  const document = parseDocument(text);
  const broken = document.errors.map(({ message }) => message.split("\n")[0] ?? "").slice(0, 3);
  if (broken.length > 0) return { ok: false, mistakes: broken };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // An alias to nothing, or a text that unfolds into gigabytes.
    return { ok: false, mistakes: [error instanceof Error ? error.message : String(error)] };
  }
  const unknown = unknownKeys(document.contents);
  if (unknown.length > 0) return { ok: false, mistakes: unknown };
  const parsed = planSchema.safeParse(withCapabilities(value));
  if (!parsed.success)
    return {
      ok: false,
      mistakes: parsed.error.issues.slice(0, 5).map(({ path, message }) => `${placeWords(path)}: ${message}`),
    };
  const mistakes = planMistakes(parsed.data, { agents, begun });
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, plan: parsed.data };
}

/** An agent stands for its own capability unless the task names another. */
function withCapabilities(value: unknown): unknown {
  const plan = (value ?? {}) as { readonly tasks?: unknown };
  if (!Array.isArray(plan.tasks)) return plan;
  const complete = (task: unknown): unknown =>
    task !== null && typeof task === "object" ? { capability: (task as { agent?: unknown }).agent, ...task } : task;
  return { ...plan, tasks: plan.tasks.map(complete) };
}

function unknownKeys(contents: unknown): readonly string[] {
  if (!isMap(contents)) return ["This is not a plan: it needs `goal:` and `tasks:`."];
  const tasks = contents.get("tasks") as { readonly items?: readonly unknown[] } | undefined;
  return [
    ...keyMistakes(contents, planKeys, "the plan"),
    ...(tasks?.items ?? []).flatMap((task, at) => keyMistakes(task, taskKeys, `task ${at + 1}`)),
  ];
}

function keyMistakes(map: unknown, known: readonly string[], where: string): readonly string[] {
  if (!isMap(map)) return [];
  return map.items.flatMap(({ key }) => {
    const name = String(isScalar(key) ? key.value : key);
    if (known.includes(name)) return [];
    const close = nearest(name, known);
    return [`${where} has a key "${name}" that nobody knows${close === undefined ? "" : `; did you mean "${close}"?`}`];
  });
}

function placeWords(path: readonly PropertyKey[]): string {
  const [first, at, ...rest] = path.map(String);
  if (first !== "tasks" || at === undefined) return [first ?? "the plan", ...(at === undefined ? [] : [at])].join(".");
  return [`task ${Number(at) + 1}`, ...rest].join(", ");
}

function planMistakes({ tasks, answerFrom }: Plan, { agents, begun }: PlanRules): readonly string[] {
  const ids = new Set(tasks.map(({ id }) => id));
  const isKnown = (id: string) => ids.has(id) || begun.has(id);
  const twice = tasks.filter(({ id }, at) => tasks.findIndex((other) => other.id === id) < at);
  const near = (name: string, known: Iterable<string>) => {
    const close = nearest(name, known);
    return close === undefined ? "" : `; did you mean ${close}?`;
  };
  const mistakes = tasks.flatMap(({ id, agent, needs }) => [
    ...(begun.has(id) || agents.includes(agent)
      ? []
      : [`task ${id} goes to ${agent}, who is not in the team${near(agent, agents)}`]),
    ...needs
      .filter((need) => !isKnown(need))
      .map((need) => `task ${id} needs ${need}, which is not there${near(need, ids)}`),
  ]);
  const circle = circleIn(tasks);
  return [
    ...(tasks.length === 0 ? ["the plan has no tasks; `/plan off` and Ctrl-C stop a run"] : []),
    ...twice.map(({ id }) => `two tasks are called ${id}`),
    ...mistakes,
    ...answerFrom
      .filter((id) => !isKnown(id))
      .map((id) => `answerFrom names ${id}, which is not there${near(id, ids)}`),
    ...(circle === undefined ? [] : [`the tasks ${circle.join(" -> ")} wait for one another`]),
  ];
}

/** Ids from one task back to itself. */
function circleIn(tasks: readonly PlannedTask[]): readonly string[] | undefined {
  const needsById = new Map(tasks.map(({ id, needs }) => [id, needs]));
  const over = new Set<string>();
  const walk = (id: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
    if (over.has(id)) return undefined;
    for (const need of needsById.get(id) ?? []) {
      const found = walk(need, [...trail, id]);
      if (found !== undefined) return found;
    }
    over.add(id);
    return undefined;
  };
  for (const { id } of tasks) {
    const found = walk(id, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
