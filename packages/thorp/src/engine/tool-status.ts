/** Whether a tool would work now, and how it did so far. */

import type { CredentialStore } from "../accounts/accounts.ts";
import type { ToolStanding } from "../agents/assignment.ts";
import type { ToolTrouble } from "../agents/substitutes.ts";
import type { ToolUsage } from "../storage/store.ts";
import type { Tool, ToolNeed } from "../tools/tool.ts";
import { createKeyLookup } from "./key-lookup.ts";
import type { ToolTrust } from "./tool-pins.ts";

/** A need and whether it is met on this machine. */
export type MetNeed = ToolNeed & { readonly isMet: boolean };

/**
 * `ready`; `lacking`: a key or setting is missing; `changed`: not as it was agreed to, and `new`: nobody has agreed
 * to it yet, so it is not offered; `failing`: most of its last calls failed.
 */
export type ToolStatus = "ready" | "lacking" | "changed" | "new" | "failing";

/** Points that count against a tool when the ten best are chosen; a clear wish for it weighs more. */
const POINTS = { lacking: 3, failing: 1.5, priced: 0.3 } as const;
/** Fewer calls prove nothing. */
const FEWEST_CALLS = 3;

/** Which needs are met. */
export interface NeedsCheck {
  needsOf(tool: Tool): readonly MetNeed[];
}

/** `credentials` are asked each time: a key may come while the engine runs. */
export function createNeedsCheck(
  env: Readonly<Record<string, string | undefined>>,
  credentials: CredentialStore | undefined,
): NeedsCheck {
  const keys = createKeyLookup(env, credentials);
  return {
    needsOf: ({ needs = [] }) =>
      needs.map((need) => ({ ...need, isMet: need.kind === "sandbox" || keys.has(need.env, undefined) })),
  };
}

/** What cannot work is said before what did not. */
export function statusOf(
  needs: readonly MetNeed[],
  { usage, trust }: { readonly usage: ToolUsage | undefined; readonly trust: ToolTrust },
): ToolStatus {
  if (trust !== "trusted") return trust;
  if (isLacking(needs)) return "lacking";
  return isFailing(usage) ? "failing" : "ready";
}

/** What counts against each tool; `isFailing` by its last calls. */
export function standingOf(check: NeedsCheck, isFailingNow: (tool: string) => boolean): ToolStanding {
  return (tool) =>
    (isLacking(check.needsOf(tool)) ? POINTS.lacking : 0) +
    (isFailingNow(tool.name) ? POINTS.failing : 0) +
    ((tool.price ?? 0) > 0 ? POINTS.priced : 0);
}

/** In words for people. Asked once for each tool: a run sees the same all the time. */
export function troubleOf(check: NeedsCheck, isFailingNow: (tool: string) => boolean): ToolTrouble {
  const known = new Map<string, string | undefined>();
  const look = (tool: Tool): string | undefined => {
    const missing = check.needsOf(tool).find((need) => isLacking([need]));
    if (missing !== undefined && missing.kind !== "sandbox") {
      const where = missing.kind === "key" ? missing.where : missing.what;
      return `${missing.env} is not set${where === undefined ? "" : ` (${where})`}`;
    }
    return isFailingNow(tool.name) ? "most of its last calls failed" : undefined;
  };
  return (tool) => {
    if (!known.has(tool.name)) known.set(tool.name, look(tool));
    return known.get(tool.name);
  };
}

function isLacking(needs: readonly MetNeed[]): boolean {
  return needs.some((need) => !need.isMet && need.kind !== "sandbox" && !need.isOptional);
}

function isFailing(usage: ToolUsage | undefined): boolean {
  if (usage === undefined || usage.calls < FEWEST_CALLS) return false;
  return usage.failedOfLastTen * 2 > Math.min(10, usage.calls);
}
