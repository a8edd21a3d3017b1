/** A team as the loader hands it over: checked, complete, and no longer tied to its folder. */
import type { CapabilityRule } from "../guard/capability-rule.ts";
import type { ContentPolicy } from "../guard/content/content-policy.ts";
import type { Tier } from "../models/language-model.ts";
import type { Skill } from "../tools/shelf.ts";

export const agentKinds = ["orchestrator", "manager", "executor", "observer"] as const;
/** What an agent does among the others: plans, manages, carries out, or watches. */
export type AgentKind = (typeof agentKinds)[number];

/** How an agent answers a certain kind of request; the first mode is the default. */
export interface AgentMode {
  readonly name: string;
  /** Words that call for this mode; matched as whole words in the goal of the task, else in the request. */
  readonly when: readonly string[];
  /** Added to the instructions. */
  readonly instructions?: string;
  readonly temperature?: number;
  readonly deadlineMs?: number;
  /** Of the agent's own tools those that are offered; all of them when absent. */
  readonly tools?: readonly string[];
}

/** One role of a team, checked and complete. */
export interface Agent {
  readonly name: string;
  readonly kind: AgentKind;
  readonly description: string;
  /** The body of its file. */
  readonly instructions: string;
  /** Model id or alias per tier; a tier that is missing is not used. */
  readonly models: Readonly<Partial<Record<Tier, string>>>;
  /** Complexity in [0, 1] above which a call goes to the frontier model. */
  readonly threshold: number;
  /** Names of its own tools. */
  readonly tools: readonly string[];
  /** Names of the agents that it may hand work to. */
  readonly delegates: readonly string[];
  /** Names of the agents whom it may ask a question while it works; `person` for the person. */
  readonly peers: readonly string[];
  /** What people or managers say when they want this agent. */
  readonly examples: readonly string[];
  /** Its own capabilities: those of its tools and those it declares (writing, research). */
  readonly capabilities: readonly string[];
  readonly modes: readonly AgentMode[];
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
  /** Its answers at temperature 0 may come from the cache when everything that it is asked is the same. */
  readonly cacheable: boolean;
  /** Named now, served by later rooms. */
  readonly memory: readonly string[];
  /** Folders inside the team's folder with documents that it knows. */
  readonly knowledge: readonly string[];
  /** Names of the team's skills that it may use. */
  readonly skills: readonly string[];
  /** What it may, must ask about and may not do; the first rule that fits counts. */
  readonly policy: readonly CapabilityRule[];
}

/** Bounds that end a run which does not end by itself. */
export interface TeamLimits {
  /** Levels of sub-plans below the first. */
  readonly depth: number;
  /** Tasks of a run, sub-plans included. */
  readonly tasks: number;
  /** Model and tool calls of one task. */
  readonly steps: number;
}

/** A team as a run uses it; it does not change while the run lasts. */
export interface Team {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The agent that talks with the person: the orchestrator, or the only manager. */
  readonly top: string;
  readonly agentsByName: ReadonlyMap<string, Agent>;
  /** By name. */
  readonly skills: ReadonlyMap<string, Skill>;
  /** `alias -> model id` of this team; the engine's own aliases come after it. */
  readonly modelAliases: Readonly<Record<string, string>>;
  readonly limits: TeamLimits;
  /** Whoever planned a task holds its result against the acceptance text that it gave. */
  readonly judgesResults: boolean;
  /** Rules that hold for every agent beside its own. */
  readonly policy: readonly CapabilityRule[];
  /** What is hidden, refused or asked about in requests, answers and results; absent: nothing. */
  readonly filters?: ContentPolicy;
  /** Hash of all files, and the files themselves by path in the folder. */
  readonly hash: string;
  /** Where it was read from, absolute: the documents that its agents know are not copied. Absent for a team from texts. */
  readonly folder?: string;
  readonly files: Readonly<Record<string, string>>;
}
