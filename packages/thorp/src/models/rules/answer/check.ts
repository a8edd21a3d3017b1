/** Purpose `check`: a result against its acceptance by what can be seen without understanding it. */
import type { Brief, BriefInput } from "../../brief.ts";
import { type Reply, textReply } from "../reply.ts";
import { termsOf } from "../text/terms.ts";

type Verdict = { readonly verdict: "accept" | "revise" | "reject"; readonly reason: string };

/** The reply's text is JSON: `{"verdict", "reason"}`. */
export function check(brief: Brief): Reply {
  const result = brief.inputs.find((input) => input.id === brief.task?.id) ?? brief.inputs.at(-1);
  const verdict =
    result === undefined
      ? { verdict: "reject" as const, reason: "There is no result to check." }
      : verdictOn(result, brief.task?.acceptance ?? "");
  return textReply(JSON.stringify(verdict), verdict.verdict === "accept" ? 0.6 : 0.9);
}

const failed =
  /^(?:error|failed|failure|could not|cannot|can't|unable|sorry|i(?:'m| am) (?:sorry|unable)|i cannot|this (?:could not|cannot) be done|this needs a language model|no such|not found|exception|traceback)\b/i;
const asksFile =
  /\b(?:file|chart|plot|diagram|table|report|document|spreadsheet|csv|svg|html|saved|written) (?:file )?(?:is|was|has been|were|exists?|made|created|written|saved)\b|\b(?:a|the) (?:chart|table|report|csv|html|svg)? ?file\b/i;

function verdictOn(result: BriefInput, acceptance: string): Verdict {
  const text = result.text.trim();
  const nothing = text === "" && result.artifacts.length === 0 && result.data === undefined;
  if (nothing) return { verdict: "revise", reason: "The result is empty." };
  if (failed.test(text) && result.artifacts.length === 0)
    return { verdict: "reject", reason: `The result says that it failed: ${text.slice(0, 160)}` };
  if (/\bno rows match\b|^the query gave no rows/i.test(text))
    return { verdict: "revise", reason: "The query found no rows; a filter may be wrong." };
  const missing = unmet(result, acceptance);
  return missing === undefined
    ? { verdict: "accept", reason: "Nothing speaks against it." }
    : { verdict: "revise", reason: missing };
}

/** The first demand of the acceptance text that the result plainly does not meet. */
function unmet(result: BriefInput, acceptance: string): string | undefined {
  const { text, artifacts, data, sources } = result;
  const evidence = `${text} ${JSON.stringify(data ?? "")} ${artifacts.map((artifact) => `${artifact.title} ${artifact.file ?? ""} ${artifact.mediaType}`).join(" ")}`;
  if (
    asksFile.test(acceptance) &&
    artifacts.length === 0 &&
    !/\b(?:wrote|appended|replaced|saved|created|made)\b/i.test(text)
  )
    return "The acceptance asks for a file, and none was made.";
  if (/\bcites?\b|\bsources?\b|\bcitations?\b/i.test(acceptance) && sources.length === 0)
    return "The acceptance asks for sources, and none is named.";
  if (/\bnumbers?\b|\bfigures?\b|\bamount\b|\btotals?\b|\bpercent/i.test(acceptance) && !/\d/.test(evidence))
    return "The acceptance asks for a number, and there is none.";
  const named = [...acceptance.matchAll(/["“']([^"”']{2,60})["”']/g)]
    .map(([, words]) => words ?? "")
    .find((words) => !evidence.toLowerCase().includes(words.toLowerCase()));
  if (named !== undefined) return `The acceptance names “${named}”, and the result does not.`;
  const least = /\bat least (\d+) (?:rows?|items?|entries|sources?|results?)\b/i.exec(acceptance)?.[1];
  if (least !== undefined && Array.isArray(data) && data.length < Number(least))
    return `The acceptance asks for at least ${least}, and there are ${data.length}.`;
  const words = acceptance === "" ? [] : termsOf(acceptance);
  // With most of its words nowhere in the result, the acceptance is about something else.
  const shared = words.filter((word) => termsOf(evidence).includes(word)).length;
  return words.length >= 8 && shared === 0 ? "The result shares no word with what was asked for." : undefined;
}
