/** The content filter over a text that is there as a whole: requests and what tools bring. */
import {
  type ContentAction,
  type ContentCategory,
  type ContentDirection,
  type ContentFinding,
  contentActions,
} from "../../events/content-finding.ts";
import { actionFor, type ContentPolicy, categoriesWith, maskFor } from "./content-policy.ts";
import { findContent, rulesFor } from "./find-content.ts";

/** A text after the filter. */
export interface FilteredText {
  /** What is to be masked is; what is to be blocked or asked about still stands. */
  readonly text: string;
  /** Each category once. */
  readonly findings: readonly ContentFinding[];
  /** The strictest that was found. */
  readonly action: ContentAction;
}

/** Looks only for what the policy does not allow. */
export function filterText(text: string, policy: ContentPolicy, direction: ContentDirection): FilteredText {
  const rules = rulesFor(categoriesWith(policy, direction, ["mask", "ask", "block"]));
  if (rules.length === 0) return { text, findings: [], action: "allow" };
  const times = new Map<ContentCategory, number>();
  let shown = "";
  let at = 0;
  for (const { category, start, end } of findContent(text, rules)) {
    times.set(category, (times.get(category) ?? 0) + 1);
    if (actionFor(policy, category, direction) !== "mask") continue;
    shown += text.slice(at, start) + maskFor(category);
    at = end;
  }
  const findings = [...times].map(([category, count]) => ({
    category,
    action: actionFor(policy, category, direction),
    times: count,
  }));
  return { text: shown + text.slice(at), findings, action: strictest(findings) };
}

/** `allow` for nothing. */
export function strictest(findings: readonly ContentFinding[]): ContentAction {
  const ranks = findings.map(({ action }) => contentActions.indexOf(action));
  return contentActions[Math.max(0, ...ranks)] ?? "allow";
}
