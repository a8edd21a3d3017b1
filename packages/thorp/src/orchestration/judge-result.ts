/**
 * Whoever planned a task holds its result and files against the acceptance text, by its own model, with the verdict as
 * data.
 */
import { z } from "zod";
import type { AgentAnswer } from "../agents/assignment.ts";
import { ownAssignment } from "../agents/own-assignment.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { RunContext } from "../events/run-context.ts";
import { parseArguments } from "../gateway/call-tool/parse-arguments.ts";
import { briefInputs } from "./brief-inputs.ts";
import type { Verdict } from "./check-result.ts";
import type { Environment } from "./environment.ts";
import { artifactProblem, artifactWords, lookAtArtifacts } from "./look-at-artifacts.ts";
import type { TaskRequest } from "./task-request.ts";

const verdictSchema = z.object({
  verdict: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(["accept", "revise", "reject"])),
  reason: z.string().catch(""),
});

const VERDICT_SCHEMA = {
  type: "object",
  properties: { verdict: { type: "string", enum: ["accept", "revise", "reject"] }, reason: { type: "string" } },
  required: ["verdict", "reason"],
  additionalProperties: false,
};

/** Accepts when no verdict can be had: a judge that is missing must not hold work up. */
export async function judgeResult(
  context: RunContext,
  environment: Environment,
  request: TaskRequest & { readonly answer: AgentAnswer; readonly prefix: string },
): Promise<Verdict> {
  const { task, planner, answer, prefix } = request;
  const { services } = environment;
  const seen = await lookAtArtifacts(context, {
    name: `${prefix}look-at-result`,
    artifacts: answer.result.artifacts,
    readArtifact: services.readArtifact,
  });
  const problem = artifactProblem(seen);
  if (problem !== undefined) return { verdict: "revise", reason: problem };
  const text = [answer.result.text, artifactWords(seen)].filter((part) => part !== "").join("\n\n");
  const judged = await runAgent(context, services, {
    ...ownAssignment(environment, planner),
    purpose: "check",
    task: { id: task.id, goal: task.goal, ...(task.acceptance === undefined ? {} : { acceptance: task.acceptance }) },
    labels: request.labels,
    inputs: briefInputs([{ task, state: "done", result: { ...answer.result, text } }]),
    stepPrefix: `${prefix}check-`,
    schema: VERDICT_SCHEMA,
  });
  // A judge that cannot be heard does not hold up work that passed every other check.
  if (judged.kind !== "answer" || judged.abstained) return { verdict: "accept" };
  const parsed = verdictSchema.safeParse(parseArguments(judged.result.text));
  if (!parsed.success || parsed.data.verdict === "accept") return { verdict: "accept" };
  return { verdict: parsed.data.verdict, reason: parsed.data.reason || "It does not meet the acceptance check." };
}
