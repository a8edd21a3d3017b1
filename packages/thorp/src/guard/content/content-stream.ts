/**
 * The content filter over a text that is still being written.
 *
 * The text is held back as far as a match could still grow: an address to its end, a phrase to the end of its sentence.
 * So nothing is shown of what is masked or blocked; what was shown before it, whoever shows the text takes back. Cut into
 * pieces in whatever way, a text comes out the same.
 */
import type { ContentCategory, ContentDirection, ContentFinding } from "../../events/content-finding.ts";
import { actionFor, type ContentPolicy, categoriesWith, maskFor } from "./content-policy.ts";
import { findContent, rulesFor } from "./find-content.ts";

/** One text. After `flush` it is used up. */
export interface ContentStream {
  /** Takes a delta, gives what may be shown by now. */
  push(delta: string): string;
  /** The rest, at the end. */
  flush(): string;
  /** What was found so far, each category once. */
  findings(): readonly ContentFinding[];
}

/** A match is hardly ever longer than this, so more is not held back. Characters. */
const MOST_HELD = 400;
/** What was shown already and decides whether a word begins here. Characters. */
const LOOK_BACK = 160;

/** Undefined where the policy allows everything in this direction: nothing is to be done then. */
export function createContentStream(policy: ContentPolicy, direction: ContentDirection): ContentStream | undefined {
  const rules = rulesFor(categoriesWith(policy, direction, ["mask", "ask", "block"]));
  if (rules.length === 0) return undefined;
  const times = new Map<ContentCategory, number>();
  let before = "";
  let held = "";
  const take = (delta: string, isLast: boolean): string => {
    const text = before + held + delta;
    const from = before.length;
    const open = isLast ? text.length : Math.min(text.length, ...rules.map((rule) => rule.openFrom(text)));
    const matches = findContent(text, rules).filter(({ start }) => start >= from);
    const limit = Math.max(from, open, isLast ? 0 : text.length - MOST_HELD);
    // What is whole for one rule may end within what is open for another: it waits whole.
    const safe = matches.find(({ start, end }) => start < limit && end > limit)?.start ?? limit;
    let shown = "";
    let at = from;
    for (const { category, start, end } of matches) {
      if (end > safe) break;
      times.set(category, (times.get(category) ?? 0) + 1);
      if (actionFor(policy, category, direction) !== "mask") continue;
      shown += text.slice(at, start) + maskFor(category);
      at = end;
    }
    shown += text.slice(at, safe);
    before = text.slice(Math.max(0, safe - LOOK_BACK), safe);
    held = text.slice(safe);
    return shown;
  };
  return {
    push: (delta) => take(delta, false),
    flush: () => take("", true),
    findings: () =>
      [...times].map(([category, count]) => ({
        category,
        action: actionFor(policy, category, direction),
        times: count,
      })),
  };
}
