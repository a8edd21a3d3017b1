/** A manager holds a result against the acceptance text, by a model, with the verdict as data. */
import { z } from "zod";
import type { AgentAnswer } from "../agents/assignment.ts";
import { ownAssignment } from "../agents/own-assignment.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { RunContext } from "../events/run-context.ts";
import { parseArguments } from "../gateway/call-tool/parse-arguments.ts";
import { briefInputs } from "./brief-inputs.ts";
import type { Verdict } from "./check-result.ts";
import type { Environment } from "./environment.ts";
import type { TaskRequest } from "./task-request.ts";

const verdictSchema = z.object({
  verdict: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(["accept", "revise", "reject"])),
  reason: z.string().catch(""),
});

export async function judgeResult(
  context: RunContext,
  environment: Environment,
  request: TaskRequest & { readonly answer: AgentAnswer; readonly prefix: string },
): Promise<Verdict> {
  const { task, planner, answer, prefix } = request;
  const judged = await runAgent(context, environment.services, {
    ...ownAssignment(environment, planner),
    purpose: "check",
    task: { id: task.id, goal: task.goal, ...(task.acceptance === undefined ? {} : { acceptance: task.acceptance }) },
    inputs: briefInputs([{ task, state: "done", result: answer.result }]),
    stepPrefix: `${prefix}check-`,
    toolless: true,
  });
  // A judge that cannot be heard does not hold up work that passed every other check.
  if (judged.kind !== "answer" || judged.abstained) return { verdict: "accept" };
  const parsed = verdictSchema.safeParse(parseArguments(judged.result.text));
  if (!parsed.success || parsed.data.verdict === "accept") return { verdict: "accept" };
  return { verdict: parsed.data.verdict, reason: parsed.data.reason || "It does not meet the acceptance check." };
}
