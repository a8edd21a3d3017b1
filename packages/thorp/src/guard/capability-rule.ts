/** One rule of a team's capability policy, as its files say it, and what a rule can be about. */
import type { Amount, Effect } from "../base/intent.ts";

/** From what widens to what ends it. */
export const capabilityVerdicts = ["allow", "ask", "deny"] as const;
/** `allow`: without asking, where the default would ask. `ask`: a person decides. `deny`: never. */
export type CapabilityVerdict = (typeof capabilityVerdicts)[number];

/** All conditions that are not empty must hold. */
export interface CapabilityRule {
  readonly verdict: CapabilityVerdict;
  /** Names of tools, with `*` for any letters. */
  readonly tools: readonly string[];
  readonly effects: readonly Effect[];
  /** Globs, relative to the workspace or absolute. */
  readonly paths: readonly string[];
  /** `example.org`, `*.example.org` for what lies below it, with a port where it is not the usual one. */
  readonly hosts: readonly string[];
  /** Payments beyond this, and those that do not say how much in this currency. */
  readonly above?: Amount;
  /** Told to whoever is asked or refused. */
  readonly why?: string;
  /** In the team's folder, where it stands. */
  readonly file: string;
  readonly line: number;
}

/** The rules of one agent, or of the whole team; the first that fits a call counts. */
export interface CapabilityList {
  /** Name of the agent; `team` for the rules of all. */
  readonly owner: string;
  readonly rules: readonly CapabilityRule[];
}

/** Whose rules hold for a call: the agent that makes it comes last, before it all who handed the work down. */
export interface CapabilityChain {
  readonly team: CapabilityList;
  readonly agents: readonly CapabilityList[];
}

/** `agents/scout.md:12`. */
export function placeOf({ file, line }: CapabilityRule): string {
  return `${file}:${line}`;
}
