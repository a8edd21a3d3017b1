/** What is asked of one task, and the function that carries it out. */
import type { Agent } from "../agents/team.ts";
import type { Labels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { PlannedTask } from "../wire/plan.ts";
import type { Environment } from "./environment.ts";
import type { TaskEnd } from "./schedule-plan.ts";

/** One task with all that it is carried out with. */
export interface TaskRequest {
  readonly task: PlannedTask;
  readonly inputs: readonly TaskEnd[];
  /** Where the words of the task came from: what was read by whoever wrote them. */
  readonly labels: Labels;
  /** Names of the agents that handed it down, the first one first: it is done with no more rights than any of them. */
  readonly above: readonly string[];
  /** Who planned it, and judges the result where it said what must be true of it. */
  readonly planner: Agent;
  /** Agents that it could be given to instead. */
  readonly peers: readonly Agent[];
  /** It answers a colleague's question, and asks nobody itself. */
  readonly answers?: boolean;
  /** Levels of plans above it. */
  readonly depth: number;
  /** Tasks that it may be expanded into, all levels together. */
  readonly tasksBelow: number;
  /** It is all that was planned: whoever gets it plans the request itself, and its parts go into the answer one by one. */
  readonly isWhole?: boolean;
}

/** Carries out one task on the path of `context`. */
export type RunTask = (context: RunContext, environment: Environment, request: TaskRequest) => Promise<TaskEnd>;
