/**
 * A question that came up in the middle of a task: to a colleague it becomes a task of its own below, to the person a
 * question event. Either way the answer is an input of the work that goes on.
 */
import type { AgentOutcome } from "../agents/assignment.ts";
import { joinLabels } from "../base/label.ts";
import type { RunContext } from "../events/run-context.ts";
import type { PlannedTask } from "../wire/plan.ts";
import { askPerson } from "./ask-person.ts";
import type { Environment } from "./environment.ts";
import type { TaskEnd } from "./schedule-plan.ts";
import type { RunTask, TaskRequest } from "./task-request.ts";

/** Questions of one task, to colleagues and the person together. */
export const MAX_TASK_QUESTIONS = 2;

/** A question in the middle of a task, and who can be asked. */
export interface TaskQuestion {
  readonly question: Extract<AgentOutcome, { kind: "question" }>;
  /** From 1 in its task. */
  readonly number: number;
  readonly request: TaskRequest;
  readonly runTask: RunTask;
}

/** Never fails: what could not be answered comes back as the end of a failed or cancelled task. */
export async function answerQuestion(
  context: RunContext,
  environment: Environment,
  { question, number, request, runTask }: TaskQuestion,
): Promise<TaskEnd> {
  const { peer, question: text, choices } = question;
  const labels = joinLabels(request.labels, question.labels);
  const asked: PlannedTask = {
    id: `ask-${number}`,
    goal: text,
    agent: peer ?? request.task.agent,
    capability: peer ?? request.task.agent,
    needs: [],
    priority: request.task.priority,
    optional: true,
  };
  if (peer !== undefined) {
    const { planner, inputs, above, depth, tasksBelow } = request;
    // Who answers a question asks none: two colleagues must not send one back and forth.
    return context.wait(
      context.child(asked.id, (child) =>
        runTask(child, environment, {
          task: asked,
          inputs,
          labels,
          above: [...above, request.task.agent],
          planner,
          peers: [],
          depth: depth + 1,
          tasksBelow,
          answers: true,
        }),
      ),
    );
  }
  const said = await askPerson(context, { id: `${context.path}#q${number}`, text, choices });
  if (said.kind === "cancelled")
    return { task: asked, state: "cancelled", failure: { code: "cancelled", message: "the run was cancelled" } };
  return {
    task: asked,
    state: "done",
    // Words that were only picked are still those of whoever offered them.
    result: {
      ...{ text: said.text, artifacts: [], sources: [] },
      labels: choices.includes(said.text) ? joinLabels(["person"], labels) : ["person"],
    },
  };
}
