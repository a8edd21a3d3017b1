/**
 * What a team's own rules say of a call.
 *
 * In one list the first rule that fits counts, for each path and address of the call by itself; the strictest of them
 * is the list's word. An agent is held to its own list and the team's; a call is held to every agent that handed the
 * work down, so that whoever is handed work can only lose rights, and what one agent may do without asking it may do
 * so only where all above it may.
 */
import type { Effect, Intent } from "../base/intent.ts";
import type { CapabilityChain, CapabilityList, CapabilityRule, CapabilityVerdict } from "./capability-rule.ts";
import { type CallTarget, fitsAmount, fitsHost, fitsName, fitsPath } from "./capability-target.ts";

/** A call as rules see it. */
export interface CapabilityCall {
  readonly tool: string;
  readonly intent: Intent;
  /** Absolute path; relative globs begin here. */
  readonly workspace: string;
}

/** What was decided, by whose rule. */
export interface CapabilityDecision {
  readonly verdict: CapabilityVerdict;
  readonly owner: string;
  readonly rule: CapabilityRule;
}

/** A pure function. Undefined where no rule has a say: the default decides. */
export function decideCapability(chain: CapabilityChain, call: CapabilityCall): CapabilityDecision | undefined {
  const common = wordOf(chain.team, call);
  const decisions = chain.agents.map((list) => stricter(wordOf(list, call), common));
  if (chain.agents.length === 0) return common;
  return decisions.reduce((word, next) => strictest(word, next));
}

/** Both hold: what one list allows, the other one may still ask about. */
function stricter(own: Word, common: Word): Word {
  const isOwn = own !== undefined && (common === undefined || rankOf(own) >= rankOf(common));
  return isOwn ? own : common;
}

type Word = CapabilityDecision | undefined;

function rankOf({ verdict }: CapabilityDecision): number {
  return verdict === "deny" ? 2 : verdict === "ask" ? 1 : 0;
}

/** Who says nothing leaves it at the default, which is stricter than `allow`. */
function strictest(one: Word, other: Word): Word {
  if (one === undefined) return other?.verdict === "allow" ? undefined : other;
  if (other === undefined) return one.verdict === "allow" ? undefined : one;
  return rankOf(other) > rankOf(one) ? other : one;
}

function wordOf({ owner, rules }: CapabilityList, call: CapabilityCall): Word {
  const words = targetsOf(call).map((target): Word => {
    for (const rule of rules) {
      const verdict = verdictOf(rule, call, target);
      if (verdict !== undefined) return { verdict, owner, rule };
    }
    return undefined;
  });
  return words.reduce((word, next) => strictest(word, next));
}

/** Each is decided by itself: one good address does not carry a bad one along. */
function targetsOf({ intent, workspace }: CapabilityCall): readonly CallTarget[] {
  const { paths = [], urls = [] } = intent;
  if (intent.paths === undefined && intent.urls === undefined) return [{ kind: "unknown" }];
  const targets: readonly CallTarget[] = [
    ...paths.map((path) => ({ kind: "path", path, workspace }) as const),
    ...urls.map((url) => ({ kind: "url", url }) as const),
  ];
  return targets.length === 0 ? [{ kind: "none" }] : targets;
}

function verdictOf(rule: CapabilityRule, call: CapabilityCall, target: CallTarget): CapabilityVerdict | undefined {
  const { verdict, tools, effects, paths, hosts, above } = rule;
  if (tools.length > 0 && !tools.some((pattern) => fitsName(pattern, call.tool))) return undefined;
  if (effects.length > 0 && !effects.includes(call.intent.effect)) return undefined;
  if (above !== undefined && !fitsAmount(above, call.intent)) return undefined;
  if (paths.length + hosts.length === 0) return verdict;
  // Where it goes cannot be seen: it may be there, so somebody has to look, and nothing is allowed for it.
  if (target.kind === "unknown")
    return verdict === "allow" ? undefined : isAbout(rule, call.intent.effect) ? "ask" : undefined;
  if (target.kind === "none") return undefined;
  const isWide = verdict !== "allow";
  const fits =
    target.kind === "path"
      ? paths.some((glob) => fitsPath(glob, target, isWide))
      : hosts.some((pattern) => fitsHost(pattern, target.url, isWide));
  return fits ? verdict : undefined;
}

// What is read is looked at once more when it is reached for.
const PATHS: ReadonlySet<Effect> = new Set(["create", "write", "delete"]);
const HOSTS: ReadonlySet<Effect> = new Set(["fetch", "send", "pay"]);

/** Paths say nothing of a message, hosts nothing of a file. */
function isAbout({ paths }: CapabilityRule, effect: Effect): boolean {
  return effect === "exec" || (paths.length > 0 ? PATHS : HOSTS).has(effect);
}
