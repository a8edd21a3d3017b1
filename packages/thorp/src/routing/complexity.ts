/**
 * How hard is this call for a cheap model? A number in [0, 1] that an agent's threshold is held against.
 *
 * This is the static estimate: the kind of work, the length and number of parts of the request, words that ask for
 * reasoning, code or proof. It needs no model and no history, so it can be replayed from the brief.
 */
import type { Brief, Purpose } from "../models/brief.ts";

/** `score` lies in [0, 1]: 0 is trivial, 1 hopeless for a cheap model. */
export interface Complexity {
  readonly score: number;
  /** What raised or lowered it, for the route's reasons. */
  readonly reasons: readonly string[];
}

/** Planning and judging fail expensively; retrieval and tool use are what small models do well. */
const BASE_BY_PURPOSE: Readonly<Record<Purpose, number>> = {
  understand: 0.35,
  work: 0.25,
  check: 0.3,
  synthesis: 0.35,
  replan: 0.5,
  compact: 0.15,
};

const HARD_WORDS =
  /\b(prove|proof|derive|theorem|optimi[sz]e|trade-?offs?|refactor|debug|architecture|algorithm|concurren\w+|regex|legal|contract|diagnos\w+|strategy|critique|why|compare|evaluate|design|implement)\b/gi;
const EASY_WORDS = /\b(list|count|convert|sum|average|lookup|find|show|open|read|today|define|rename|format)\b/gi;
const CODE = /```|[{};]\s*$|\b(function|class|def|import|SELECT|const)\b/m;

/** The same brief always gets the same score. */
export function estimateComplexity(
  brief: Pick<Brief, "purpose" | "request" | "task" | "inputs" | "learned">,
): Complexity {
  const text = brief.task?.goal ?? brief.request;
  const reasons: string[] = [];
  let score = BASE_BY_PURPOSE[brief.purpose];
  const add = (amount: number, reason: string): void => {
    if (Math.abs(amount) < 0.02) return;
    score += amount;
    reasons.push(reason);
  };
  const words = text.split(/\s+/).length;
  add(Math.min(0.2, Math.log2(1 + words / 30) * 0.1), `${words} words`);
  add(Math.min(0.25, count(text, HARD_WORDS) * 0.09), "asks for reasoning");
  add(-Math.min(0.12, count(text, EASY_WORDS) * 0.04), "a plain operation");
  if (CODE.test(text)) add(0.15, "holds code");
  add(Math.min(0.15, Math.max(0, brief.inputs.length - 2) * 0.03), `${brief.inputs.length} results to combine`);
  add(Math.min(0.3, brief.learned.length * 0.15), `${brief.learned.length} failed tries before`);
  return { score: Math.min(1, Math.max(0, score)), reasons };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
