/** The ledger summed up by provider, for whoever answers for what was done with the answers of others. */
import type { Credit, TrainingTerms } from "../../events/held-terms.ts";
import type { TermsSum } from "../../storage/store.ts";
import type { Tool, ToolTerms } from "../../tools/tool.ts";
import { creditOf } from "../../tools/tool-terms.ts";

/** What was asked of one provider, summed up over its tools and terms. Times are milliseconds since 1970. */
export interface ProviderReport extends Omit<TermsSum, "tool" | "terms"> {
  readonly provider: string;
  /** Names of the tools that were called. */
  readonly tools: readonly string[];
  /** The strictest terms under which an answer was given. */
  readonly training: TrainingTerms;
  /** Who is to be named beside what was made of the answers. */
  readonly credits: readonly Credit[];
  /** Answers in the record that somebody is to be named for. */
  readonly owed: number;
  /** Some answers were given under other terms than others, or than those of today. */
  readonly hasChanged: boolean;
  /** Terms of today, as the tools say them; absent for tools that are no more. */
  readonly today?: Pick<ToolTerms, "cacheMs" | "training" | "url" | "note" | "rate">;
}

/** By provider, those with the most calls first. */
export interface ComplianceReport {
  readonly providers: readonly ProviderReport[];
}

const strictness: Readonly<Record<TrainingTerms, number>> = { allowed: 0, unknown: 1, forbidden: 2 };

/** `tools`: those of today. */
export function complianceReport(
  sums: readonly TermsSum[],
  tools: readonly Pick<Tool, "name" | "terms">[],
): ComplianceReport {
  const terms = new Map(tools.flatMap((tool) => (tool.terms === undefined ? [] : [[tool.name, tool.terms] as const])));
  const providers = [...Map.groupBy(sums, (sum) => sum.terms.provider)].map(([provider, own]) =>
    reportOf(provider, own, terms),
  );
  return { providers: providers.sort((a, b) => b.calls - a.calls || (a.provider < b.provider ? -1 : 1)) };
}

function reportOf(provider: string, sums: readonly TermsSum[], byTool: ReadonlyMap<string, ToolTerms>): ProviderReport {
  const sum = (
    of: keyof TermsSum & ("calls" | "failed" | "kept" | "cached" | "requests" | "refused" | "held" | "waitedMs"),
  ) => sums.reduce((total, each) => total + each[of], 0);
  const credits = sums.flatMap(({ terms }) => creditOf(terms) ?? []);
  const tools = [...new Set(sums.map(({ tool }) => tool))];
  const today = tools.map((tool) => byTool.get(tool)).find((terms) => terms?.provider === provider);
  return {
    ...{ provider, tools, calls: sum("calls"), failed: sum("failed"), kept: sum("kept"), cached: sum("cached") },
    ...{ requests: sum("requests"), refused: sum("refused"), held: sum("held"), waitedMs: sum("waitedMs") },
    firstAt: Math.min(...sums.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...sums.map(({ lastAt }) => lastAt)),
    training: strictest(sums.map(({ terms }) => terms.training)),
    credits: [...new Map(credits.map((credit) => [`${credit.text} ${credit.url ?? ""}`, credit])).values()],
    owed: sums.reduce((total, { kept, terms }) => total + (terms.attribution === undefined ? 0 : kept), 0),
    hasChanged: sums.some((one) => isOther(one, sums) || isOtherToday(one, byTool.get(one.tool))),
    ...(today === undefined ? {} : { today: shownTerms(today) }),
  };
}

function strictest(all: readonly TrainingTerms[]): TrainingTerms {
  return all.reduce((one, other) => ((strictness[other] ?? 1) > (strictness[one] ?? 1) ? other : one), "allowed");
}

/** One tool, two terms. */
function isOther({ tool, terms }: TermsSum, sums: readonly TermsSum[]): boolean {
  return sums.some((other) => other.tool === tool && other.terms !== terms);
}

function isOtherToday({ terms }: TermsSum, today: ToolTerms | undefined): boolean {
  if (today === undefined) return false;
  const names = ["provider", "cacheMs", "training", "attribution", "url"] as const;
  return names.some((name) => today[name] !== terms[name]);
}

function shownTerms({ cacheMs, training, url, note, rate }: ToolTerms): NonNullable<ProviderReport["today"]> {
  return {
    ...{ cacheMs, training },
    ...(url === undefined ? {} : { url }),
    ...(note === undefined ? {} : { note }),
    ...(rate === undefined ? {} : { rate }),
  };
}
