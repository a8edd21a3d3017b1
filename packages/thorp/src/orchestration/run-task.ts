/**
 * One task from its start to its end, on a path of its own: a manager expands it, an executor works on it.
 */
import { delegatesOf, executorFor } from "../agents/reachable-tools.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Environment } from "./environment.ts";
import { expandTask } from "./expand-task.ts";
import { keepLongResult } from "./keep-long-result.ts";
import type { TaskEnd } from "./schedule-plan.ts";
import type { TaskRequest } from "./task-request.ts";
import { workOnTask } from "./work-on-task.ts";

/** Never rejects for a failure of the task: its end says what happened. */
export async function runTask(context: RunContext, environment: Environment, request: TaskRequest): Promise<TaskEnd> {
  const { task, planner } = request;
  const { team, services } = environment;
  context.emit({ type: "task-start", task });
  const named = team.agentsByName.get(task.agent) ?? planner;
  const delegates = delegatesOf(named, team);
  // On rules alone a manager with a fitting executor passes through: nobody is there to think about it again.
  const passTo =
    environment.planBy === "rules" && delegates.length > 0
      ? executorFor(task.capability, delegates, { team, specs: services.toolSpecs })
      : undefined;
  const manages =
    passTo === undefined &&
    delegates.length > 0 &&
    named.name !== planner.name &&
    request.depth < team.limits.depth &&
    request.tasksBelow > 0;
  const ended = manages
    ? await expandTask(context, environment, { ...request, manager: named, runTask })
    : await workOnTask({ context, environment, request, runTask }, passTo ?? named);
  const result =
    ended.result === undefined
      ? undefined
      : await keepLongResult(context, { title: task.goal, result: ended.result, keepText: services.keepText });
  const end = result === undefined ? ended : { ...ended, result };
  context.emit({
    type: "task-end",
    state: end.state,
    ...(end.result === undefined ? {} : { result: end.result }),
    ...(end.failure === undefined ? {} : { failure: end.failure }),
  });
  return end;
}
