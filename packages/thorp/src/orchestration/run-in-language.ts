/** An agent's last words to the person, asked for once more when they are plainly in another language. */
import type { AgentOutcome, Assignment } from "../agents/assignment.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { RunContext } from "../events/run-context.ts";
import { languageProblem } from "./check-language.ts";
import type { Environment } from "./environment.ts";

/** The second answer stands, whatever its language; when there is none, the first. Readers are told to take that back. */
export async function runInLanguage(
  context: RunContext,
  { services }: Pick<Environment, "services">,
  assignment: Assignment,
): Promise<AgentOutcome> {
  const outcome = await runAgent(context, services, assignment);
  // What the asker's own tools did must not be asked for twice, nor what has a form be said otherwise.
  const { client } = assignment.run.request;
  if (client?.tools !== undefined || client?.answer?.schema !== undefined) return outcome;
  // The rules model says the same again.
  if (outcome.kind !== "answer" || outcome.tier === "embedded" || outcome.abstained) return outcome;
  const reason = languageProblem({
    request: assignment.request,
    answer: outcome.result.text,
    preferred: assignment.run.request.style?.language,
  });
  if (reason === undefined) return outcome;
  context.emit({ type: "check-end", verdict: "revise", by: "rules", reason, withdraws: outcome.step });
  const again = await runAgent(context, services, {
    ...assignment,
    learned: [...assignment.learned, reason],
    stepPrefix: `${assignment.stepPrefix}language-`,
    firstTry: false,
  });
  return again.kind === "answer" && again.result.text.trim() !== "" ? again : outcome;
}
