/** Of alternatives the one that does the task best: judged by the manager, else by what can be seen from outside. */
import { z } from "zod";
import { ownAssignment } from "../../agents/own-assignment.ts";
import { runAgent } from "../../agents/run-agent.ts";
import type { Agent } from "../../agents/team.ts";
import type { RunContext } from "../../events/run-context.ts";
import { parseArguments } from "../../gateway/call-tool/parse-arguments.ts";
import type { PlannedTask } from "../../wire/plan.ts";
import { briefInputs } from "../brief-inputs.ts";
import type { Environment } from "../environment.ts";
import type { TaskEnd } from "../schedule-plan.ts";

/** The chosen alternative, who chose it and why. */
export interface Choice {
  readonly winner: TaskEnd;
  readonly by: string;
  readonly reason: string;
}

const choiceSchema = z.object({
  best: z.union([z.string(), z.number()]).transform(String),
  reason: z.string().catch(""),
});

/** Undefined when there is nothing to choose from. */
export async function bestResult(
  context: RunContext,
  environment: Environment,
  { task, manager, ends }: { readonly task: PlannedTask; readonly manager: Agent; readonly ends: readonly TaskEnd[] },
): Promise<Choice | undefined> {
  const judged = await runAgent(context, environment.services, {
    ...ownAssignment(environment, manager),
    purpose: "check",
    task: { id: task.id, goal: task.goal, ...(task.acceptance === undefined ? {} : { acceptance: task.acceptance }) },
    inputs: briefInputs(ends),
    stepPrefix: "best-",
    schema: choiceSchemaFor(ends),
    firstTry: false,
  });
  const said = judged.kind === "answer" && !judged.abstained ? parseArguments(judged.result.text) : undefined;
  const parsed = choiceSchema.safeParse(said);
  const winner = parsed.success ? ends.find((end) => end.task.id === parsed.data.best) : undefined;
  if (winner !== undefined) return { winner, by: manager.name, reason: parsed.data?.reason || "the best of all" };
  return soundest(task, ends);
}

function choiceSchemaFor(ends: readonly TaskEnd[]): object {
  return {
    type: "object",
    properties: { best: { type: "string", enum: ends.map((end) => end.task.id) }, reason: { type: "string" } },
    required: ["best", "reason"],
  };
}

/** Nothing missing, most of what the task asks for in its words, sources and data; among equals the first. */
function soundest(task: PlannedTask, ends: readonly TaskEnd[]): Choice | undefined {
  const wanted = wordsOf(`${task.goal} ${task.acceptance ?? ""}`);
  const score = ({ result, failure }: TaskEnd): number => {
    if (result === undefined) return -1;
    const said = wordsOf(result.text);
    const covered = [...wanted].filter((word) => said.has(word)).length / Math.max(1, wanted.size);
    const evidence = Math.min(2, result.sources.length + result.artifacts.length + (result.data === undefined ? 0 : 1));
    return covered + evidence * 0.25 - (failure === undefined ? 0 : 1);
  };
  const [winner] = [...ends].sort((a, b) => score(b) - score(a));
  return winner && { winner, by: "rules", reason: "says most of what was asked, with the most to show for it" };
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}
