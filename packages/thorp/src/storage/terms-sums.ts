/** Calls under terms of a provider, summed up: the same in every store, and for what is left of deleted runs. */
import { stableStringify } from "../base/json.ts";
import type { TermsSum, ToolCallRow } from "./store.ts";

/** The failure of a call that a provider's limits did not let through. */
export const RATE_LIMITED = "rate-limited";

/** By provider, tool and terms, in that order; calls without terms are left out. */
export function sumTerms(calls: readonly ToolCallRow[]): readonly TermsSum[] {
  return addTerms(calls.flatMap(sumOfOne));
}

/** Joins sums over the same tool and terms. */
export function addTerms(sums: readonly TermsSum[]): readonly TermsSum[] {
  return [...Map.groupBy(sums, termsKey)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [first, ...rest]]) => (first === undefined ? [] : [rest.reduce(together, first)]));
}

/** What is left of them when the runs are gone. */
export function withoutKept(sums: readonly TermsSum[]): readonly TermsSum[] {
  return sums.map((sum) => ({ ...sum, kept: 0 }));
}

/** Provider, tool and terms as one text. */
function termsKey({ tool, terms }: Pick<TermsSum, "tool" | "terms">): string {
  return [terms.provider, tool, stableStringify(terms)].join("\n");
}

function sumOfOne({ tool, terms, ok, failure, cached, requests, waitedMs, at }: ToolCallRow): TermsSum[] {
  if (terms === undefined) return [];
  const times = { firstAt: at, lastAt: at };
  const counts = { calls: 1, failed: ok ? 0 : 1, kept: ok ? 1 : 0, cached: cached ? 1 : 0 };
  const limits = { refused: failure === RATE_LIMITED ? 1 : 0, held: waitedMs > 0 ? 1 : 0, waitedMs };
  return [{ tool, terms, ...counts, requests, ...limits, ...times }];
}

function together(one: TermsSum, other: TermsSum): TermsSum {
  return {
    ...{ tool: one.tool, terms: one.terms },
    calls: one.calls + other.calls,
    failed: one.failed + other.failed,
    kept: one.kept + other.kept,
    cached: one.cached + other.cached,
    requests: one.requests + other.requests,
    refused: one.refused + other.refused,
    held: one.held + other.held,
    waitedMs: one.waitedMs + other.waitedMs,
    firstAt: Math.min(one.firstAt, other.firstAt),
    lastAt: Math.max(one.lastAt, other.lastAt),
  };
}
