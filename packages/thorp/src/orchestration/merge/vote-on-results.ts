/** Several answers to one question: the one that most of them give. */
import { stableStringify } from "../../base/json.ts";
import type { TaskEnd } from "../schedule-plan.ts";

/** The answer that most gave: `votes` of `of`. */
export interface Vote {
  readonly winner: TaskEnd;
  readonly votes: number;
  readonly of: number;
}

/** Longer texts are never equal, so nobody can vote with them. Characters. */
const LONGEST_BALLOT = 400;

/**
 * The first of the largest group of equal answers. Undefined when no answer was given twice, or two groups are equally
 * large: then somebody has to judge.
 */
export function voteOnResults(ends: readonly TaskEnd[]): Vote | undefined {
  const groups = new Map<string, TaskEnd[]>();
  for (const end of ends) {
    const ballot = ballotOf(end);
    if (ballot !== undefined) groups.set(ballot, [...(groups.get(ballot) ?? []), end]);
  }
  const [first, second] = [...groups.values()].sort((a, b) => b.length - a.length);
  const winner = first?.[0];
  if (first === undefined || winner === undefined || first.length < 2 || second?.length === first.length)
    return undefined;
  return { winner, votes: first.length, of: ends.length };
}

/** Answers that only differ in case, spaces, emphasis or a closing mark are the same; so are equal data. */
function ballotOf({ result }: TaskEnd): string | undefined {
  if (result === undefined) return undefined;
  if (result.data !== undefined) return stableStringify(result.data);
  const text = result.text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[*_`"“”]/g, "")
    .replace(/^\s*(?:the )?(?:final )?answer(?: is)?\s*:?\s*/, "")
    .replace(/(?<=\d),(?=\d{3}\b)/g, "")
    .replace(/\s+/g, " ")
    .replace(/[.!\s]+$/, "")
    .trim();
  return text === "" || text.length > LONGEST_BALLOT ? undefined : text;
}
