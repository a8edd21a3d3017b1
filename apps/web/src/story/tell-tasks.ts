/** The tasks of a story: what a plan brings, and what becomes of each. */
import type { RunEvent } from "@thorp/client";
import { type EventOf, joinPath, parentOf, type Story, type StoryTask } from "./story.ts";

/** A new plan at a path: tasks that it no longer has go, unless they have begun. */
export function withPlan(story: Story, event: EventOf<"plan-propose" | "plan-revise" | "plan-edit">): Story {
  const known = new Map(story.tasks.map((task) => [task.path, task]));
  const planned = event.plan.tasks.map(({ id, goal, agent, needs, acceptance }): StoryTask => {
    const path = joinPath(event.path, id);
    const task = known.get(path);
    const isBegun = task?.startedAt !== undefined;
    // Live text of a run that is followed from its middle comes before its plan.
    return {
      state: "waiting",
      ...task,
      path,
      goal: isBegun && task.goal !== "" ? task.goal : goal,
      agent: isBegun && task.agent !== "" ? task.agent : agent,
      needs: needs.map((need) => joinPath(event.path, need)),
      ...(acceptance === undefined ? {} : { acceptance }),
    };
  });
  const paths = new Set(planned.map((task) => task.path));
  const others = story.tasks.filter(
    (task) => !paths.has(task.path) && (parentOf(task.path) !== event.path || task.state !== "waiting"),
  );
  const tasks = inTreeOrder([...others, ...planned]);
  const revisions = event.type === "plan-revise" ? [...story.revisions, event.reason] : story.revisions;
  if (event.path !== "") return { ...story, tasks, revisions };
  const isPlanOpen = event.type === "plan-propose" ? story.request?.approvePlan === true : story.isPlanOpen;
  return {
    ...story,
    state: isPlanOpen ? "waiting" : story.state,
    tasks,
    revisions,
    // Words before a plan were part of making it.
    answer: { text: "", isFinal: false, isTainted: false },
    plan: event.plan,
    isPlanOpen,
  };
}

/** As the plan lists them, each followed by the tasks below it. */
function inTreeOrder(tasks: readonly StoryTask[]): readonly StoryTask[] {
  const known = new Set(tasks.map(({ path }) => path));
  const byParent = Map.groupBy(tasks, ({ path }) => (known.has(parentOf(path)) ? parentOf(path) : ""));
  const below = (path: string): readonly StoryTask[] =>
    (byParent.get(path) ?? []).flatMap((task) => [task, ...below(task.path)]);
  return below("");
}

export function tellTask(story: Story, event: RunEvent): Story {
  switch (event.type) {
    case "task-start": {
      const { goal, agent } = event.task;
      return withTask(story, event.path, { goal, agent, state: "running", startedAt: event.at });
    }
    case "task-retry":
      return withTask(story, event.path, { state: "running", note: event.critique });
    case "task-escalate":
      return withTask(story, event.path, { note: event.reason });
    case "task-reassign":
      return withTask(story, event.path, { agent: event.agent, note: event.reason });
    case "task-block":
      return withTask(story, event.path, { state: "blocked", note: event.reason });
    case "check-end":
      return withCheck(story, event);
    case "task-end":
      return withTaskEnd(story, event);
    default:
      return story;
  }
}

/** A text that no longer counts is taken back; the next one of its path stands in its place. */
function withCheck(story: Story, { path, reason, withdraws }: EventOf<"check-end">): Story {
  const checked = reason === undefined ? story : withTask(story, path, { note: reason });
  if (withdraws === undefined) return checked;
  const { [`${path}#${withdraws}`]: _withdrawn, ...live } = checked.live;
  if (path !== "") return withTask({ ...checked, live }, path, { text: "" });
  return { ...checked, live, answer: { text: "", isFinal: false, isTainted: false } };
}

function withTaskEnd(story: Story, { path, state, at, result, failure }: EventOf<"task-end">): Story {
  const ended = withTask(story, path, {
    state,
    endedAt: at,
    note: failure?.message ?? "",
    ...(result === undefined ? {} : { text: result.text, sources: result.sources, isTainted: result.tainted }),
  });
  const known = new Set(ended.artifacts.map(({ id, title }) => `${id} ${title}`));
  const added = (result?.artifacts ?? []).filter(({ id, title }) => !known.has(`${id} ${title}`));
  return added.length === 0 ? ended : { ...ended, artifacts: [...ended.artifacts, ...added] };
}

/** The run itself, with the empty path, is no task. */
export function withTask(story: Story, path: string, change: Partial<StoryTask>): Story {
  if (path === "") return story;
  const known = story.tasks.some((task) => task.path === path);
  const tasks = known
    ? story.tasks.map((task) => (task.path === path ? { ...task, ...change } : task))
    : [...story.tasks, { path, goal: "", agent: "", needs: [], state: "running" as const, ...change }];
  return { ...story, tasks };
}
