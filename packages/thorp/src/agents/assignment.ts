/** What one agent is set to do, and what can come of it. */
import type { Failure } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import type { Artifact, TaskResult } from "../events/task-result.ts";
import type { CallModel } from "../gateway/call-model/call-model.ts";
import type { RunFacts } from "../gateway/call-model/run-facts.ts";
import type { CallTools } from "../gateway/call-tool/call-tools.ts";
import type { Brief, BriefInput, FileNote, HistoryMessage, Purpose } from "../models/brief.ts";
import type { Tier } from "../models/language-model.ts";
import type { CountTokens } from "./prompt/build-prompt.ts";
import type { Agent, Team } from "./team.ts";
import type { ToolSpecs } from "./tool-specs.ts";

export type KeepText = (text: {
  /** Unique in its run. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}) => Promise<Artifact>;

/** What all agents of a run work with. */
export interface AgentServices {
  readonly callModel: CallModel;
  readonly callTools: CallTools;
  readonly toolSpecs: ToolSpecs;
  readonly countTokens: CountTokens;
  /** Stores a text of a run and gives it back as an artifact. */
  readonly keepText: KeepText;
}

export interface Assignment {
  readonly run: RunFacts;
  readonly team: Team;
  readonly agent: Agent;
  readonly purpose: Purpose;
  /** The person's words in this run. */
  readonly request: string;
  readonly history: readonly HistoryMessage[];
  readonly files: readonly FileNote[];
  readonly task?: Brief["task"];
  readonly inputs: readonly BriefInput[];
  readonly learned: readonly string[];
  readonly missing: Brief["missing"];
  /** May it plan, and for whom; may it ask the person. */
  readonly delegates: readonly Agent[];
  readonly mayAsk: boolean;
  /** For judging and putting together: words only. */
  readonly toolless?: boolean;
  /** Before the names of its steps; unique for each assignment on one path. */
  readonly stepPrefix: string;
  readonly atLeast?: Tier | undefined;
  /** False for retries and repair. */
  readonly firstTry: boolean;
}

export interface AgentAnswer {
  readonly kind: "answer";
  readonly result: TaskResult;
  /** The step whose text it is. */
  readonly step: string;
  readonly model: string;
  readonly tier: Tier;
  /** The rules model said that this needs a language model. */
  readonly abstained: boolean;
  /** A tier above that could have been asked. */
  readonly higherTier: Tier | undefined;
  /** Tool calls that failed on the way. */
  readonly problems: readonly Failure[];
}

export type AgentOutcome =
  | AgentAnswer
  | { readonly kind: "plan"; readonly input: Json; readonly by: "model" | "delegation" | "rules" }
  | { readonly kind: "question"; readonly question: string; readonly choices: readonly string[] }
  | {
      readonly kind: "failed";
      readonly failure: Failure;
      readonly text: string;
      readonly problems: readonly Failure[];
    };
