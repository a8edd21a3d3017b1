/**
 * Is the result of a task good enough? The cheap checks first: they make a judge unnecessary for most tasks.
 *
 * accept: goes on. revise: the same agent tries again with the critique. reject: another remedy is needed.
 */
import type { AgentAnswer } from "../agents/assignment.ts";
import type { PlannedTask } from "../wire/plan.ts";

/** What becomes of a result, with the reason that the next try reads. */
export type Verdict =
  | { readonly verdict: "accept" }
  | {
      readonly verdict: "revise" | "reject";
      /** For the person as well: it is shown beside the task. */
      readonly reason: string;
      /** What the agent is to do about it; for the model alone. */
      readonly advice?: string;
      /** A judge or a test found fault: when no remedy is left, the result stands beside the reason instead of vanishing. */
      readonly keepsResult?: true;
    };

/** What helps the person when no try was good enough: there need not be a tool call that failed. */
export const REFUSED_HINT =
  "`thorp runs show ID` shows what was handed in and what it lacks; ask again with that said.";

const FILE_WORDS = /\b(file|chart|plot|diagram|report|document|spreadsheet|csv|svg|html|saved|written)\b/i;
/** "Names its file" asks where something stands, not for a file. */
const SOURCE_WORDS = /\b(?:names?|cites?|quotes?|sources?|where|which|its)\b/i;
/** What models say instead of doing the task. */
const EXCUSES = /^(?:i(?:'m| am) (?:sorry|unable|not able)|i can(?:no|')t|as an ai\b|unfortunately,? i)/i;

/** Looks at the result alone and calls no model. */
export function checkResult(task: Pick<PlannedTask, "acceptance">, answer: AgentAnswer): Verdict {
  if (answer.abstained) return { verdict: "reject", reason: answer.result.text || "this needs a language model" };
  const text = answer.result.text.trim();
  if (text === "" && answer.result.artifacts.length === 0)
    return { verdict: "revise", reason: "The answer was empty." };
  if (answer.failedTest !== undefined) {
    return {
      verdict: "revise",
      reason: `It was handed in though its test does not pass: ${answer.failedTest}`,
      advice: "Mend the code and test it again; hand it in when the test passes.",
      keepsResult: true,
    };
  }
  if (
    task.acceptance !== undefined &&
    FILE_WORDS.test(task.acceptance) &&
    !SOURCE_WORDS.test(task.acceptance) &&
    answer.result.artifacts.length === 0 &&
    answer.problems.length > 0
  ) {
    return {
      verdict: "revise",
      reason: `The task asks for a file, and none was made: ${answer.problems.at(-1)?.message}`,
    };
  }
  if (EXCUSES.test(text) && text.length < 400 && answer.result.artifacts.length === 0) {
    return {
      verdict: "revise",
      reason: "It was not done; the answer only says why.",
      advice: "Do it instead: use a tool, or name exactly what is missing.",
    };
  }
  return { verdict: "accept" };
}
