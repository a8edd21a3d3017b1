/** What a tool brought, without secrets and hidden characters, and after the team's content filter. */
import { type Failure, failureFrom } from "../../base/errors.ts";
import type { ContentFinding } from "../../events/content-finding.ts";
import type { StepRun } from "../../events/run-context.ts";
import { blockedContent } from "../../guard/content/blocked-content.ts";
import { filterText } from "../../guard/content/filter-text.ts";
import { findContent, rulesFor } from "../../guard/content/find-content.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { RunFacts } from "../call-model/run-facts.ts";

/** A result on its way to a model. */
export interface FilteredResult {
  readonly text: string;
  /** For every other text of the result. */
  clean(text: string): string;
  /** What a person has to be asked about before a model reads it. */
  readonly asks: readonly ContentFinding[];
  /** Why nobody reads it. */
  readonly blocked: Failure | undefined;
}

interface Filtering {
  readonly secrets: Pick<SecretFilter, "clean">;
  readonly step: StepRun;
  readonly run: Pick<RunFacts, "filters" | "team">;
  readonly tool: string;
}

/** Words to an assistant are a signal; looking for them in more than this takes time and tells no more. Characters. */
const LOOKED_AT = 64_000;

/** Notes what was found; words to an assistant are noted in any case, whatever else the team wants. */
export function filterResult(
  { text: given, data }: { readonly text: string; readonly data?: unknown },
  { secrets, step, run, tool }: Filtering,
): FilteredResult {
  const { filters = {}, team } = run;
  const clean = (text: string) => filterText(secrets.clean(text), filters, "tool").text;
  const filtered = filterText(secrets.clean(given), filters, "tool");
  // A table is judged by its text and by its cells: the text may show only the first of them.
  const inData = filters === undefined || data === undefined ? [] : filterText(textOf(data), filters, "tool").findings;
  const findings = [...filtered.findings, ...inData.filter((one) => !filtered.findings.some(sameAs(one)))];
  for (const finding of findings) step.note({ type: "content-find", direction: "tool", ...finding });
  if (filters.injection?.tool === undefined || filters.injection.tool === "allow") noteInjection(step, given);
  const blocked = findings.some(({ action }) => action === "block")
    ? failureFrom(blockedContent(`result of ${tool}`, { findings, team }))
    : undefined;
  return { text: filtered.text, clean, asks: findings.some(({ action }) => action === "ask") ? findings : [], blocked };
}

function noteInjection(step: StepRun, text: string): void {
  const times = findContent(text.slice(0, LOOKED_AT), injectionRules).length;
  if (times > 0) step.note({ type: "content-find", direction: "tool", category: "injection", action: "allow", times });
}

const injectionRules = rulesFor(["injection"]);

function sameAs({ category }: ContentFinding): (other: ContentFinding) => boolean {
  return (other) => other.category === category;
}

function textOf(data: unknown): string {
  try {
    return (JSON.stringify(data) as string | undefined) ?? "";
  } catch {
    return "";
  }
}
