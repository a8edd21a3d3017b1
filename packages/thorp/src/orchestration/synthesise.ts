/** The answer, from results and not from transcripts; it streams on the path of the run itself. */
import { ownAssignment } from "../agents/own-assignment.ts";
import type { Agent } from "../agents/team.ts";
import type { Failure } from "../base/errors.ts";
import { joinLabels, type Labels } from "../base/label.ts";
import type { Citation } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Brief, BriefInput } from "../models/brief.ts";
import { requestInForm } from "./answer-form.ts";
import { briefInputs } from "./brief-inputs.ts";
import { citationsIn, danglingCitations, unfoundedNumbers } from "./check-answer.ts";
import type { Environment } from "./environment.ts";
import { endLabels, missingOf } from "./plan-ends.ts";
import { runInLanguage } from "./run-in-language.ts";
import type { ScheduleEnd } from "./schedule-plan.ts";

/** The last words of a run, and what they do without. */
export interface Answer {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly labels: Labels;
  readonly missing: Brief["missing"];
  readonly failure?: Failure;
}

/** When no model can write it, the results follow one another, with what was not done. */
export async function synthesise(
  context: RunContext,
  environment: Environment,
  { top, end }: { top: Agent; end: ScheduleEnd },
): Promise<Answer> {
  const { run } = environment;
  const inputs = briefInputs(
    end.plan.tasks.flatMap((task) => end.ends.get(task.id)?.parts?.ends ?? end.ends.get(task.id) ?? []),
  );
  const missing = missingOf(end);
  const outcome = await runInLanguage(context, environment, {
    ...ownAssignment(environment, top),
    purpose: "synthesis",
    request: requestInForm(run.request),
    history: environment.history,
    inputs,
    missing,
    labels: endLabels(end),
    stepPrefix: "answer-",
    toolless: true,
    firstTry: false,
  });
  const labels = joinLabels(["team"], outcome.labels);
  if (outcome.kind !== "answer" || outcome.result.text.trim() === "") {
    const failure: Failure =
      outcome.kind === "failed" ? outcome.failure : { code: "model-output", message: "The answer was empty." };
    const partial = outcome.kind === "failed" ? outcome.text : "";
    const text = partial.trim() === "" ? plainAnswer(inputs, missing) : partial;
    return { text, citations: citationsIn(text, inputs), labels, missing, failure };
  }
  const { text } = outcome.result;
  const doubts = [
    ...danglingCitations(text, inputs).map((mark) => `${mark} points to no result`),
    ...unfoundedNumbers(text, run.request.text, inputs).map((number) => `${number} stands in no result`),
  ];
  if (doubts.length > 0)
    context.emit({ type: "check-end", verdict: "revise", by: "rules", reason: doubts.slice(0, 6).join("; ") });
  return { text, citations: citationsIn(text, inputs), labels, missing };
}

/** When nobody can write the answer, the results speak for themselves. */
function plainAnswer(inputs: readonly BriefInput[], missing: Brief["missing"]): string {
  const found = inputs.map((input, position) => `${input.text.trim()} [${position + 1}]`);
  const open = missing.map((part) => `Not done: ${part.goal} (${part.reason})`);
  return [...found, ...open].join("\n\n");
}
