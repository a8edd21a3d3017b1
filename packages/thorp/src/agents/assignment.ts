/** What one agent is set to do, and what can come of it. */
import type { Failure } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import type { Labels } from "../base/label.ts";
import type { ClientTool } from "../events/client-terms.ts";
import type { Artifact, TaskResult } from "../events/task-result.ts";
import type { CallModel } from "../gateway/call-model/call-model.ts";
import type { RunFacts } from "../gateway/call-model/run-facts.ts";
import type { CallTools } from "../gateway/call-tool/call-tools.ts";
import type { Brief, BriefInput, BriefToolCall, FileNote, HistoryMessage, Purpose } from "../models/brief.ts";
import type { Tier } from "../models/language-model.ts";
import type { KnowledgeFinding, KnowledgeQuery, ShelfFacts } from "../tools/shelf.ts";
import type { Tool } from "../tools/tool.ts";
import type { CountTokens } from "./prompt/build-prompt.ts";
import type { ToolTrouble } from "./substitutes.ts";
import type { Agent, Team } from "./team.ts";
import type { ToolSpecs } from "./tool-specs.ts";

/** The bytes of an artifact, at most the first `limit` of them; undefined when they are gone. */
export type ReadArtifact = (artifact: Artifact, limit: number) => Promise<Uint8Array | undefined>;

/** Stores a long text as an artifact of the run. */
export type KeepText = (text: {
  /** Unique in its run. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}) => Promise<Artifact>;

/** Undefined when the shelf holds no documents. Rejects when `signal` aborts. */
export type SearchKnowledge = (
  shelf: ShelfFacts,
  query: KnowledgeQuery,
  signal: AbortSignal,
) => Promise<KnowledgeFinding | undefined>;

/**
 * How much counts against a tool at the moment, in points of the ranking: 0 for one that works and is free, more for one
 * whose key is missing, that failed lately, or that costs something.
 */
export type ToolStanding = (tool: Tool) => number;

/** What all agents of a run work with. */
export interface AgentServices {
  readonly callModel: CallModel;
  readonly callTools: CallTools;
  readonly toolSpecs: ToolSpecs;
  /** The same for the whole run; without it all tools stand alike. */
  readonly toolStanding?: ToolStanding;
  /** The same for the whole run; without it nothing is known against any tool. */
  readonly toolTrouble?: ToolTrouble;
  readonly countTokens: CountTokens;
  /** Stores a text of a run and gives it back as an artifact. */
  readonly keepText: KeepText;
  readonly readArtifact: ReadArtifact;
  /** Passages of documents that an agent knows; absent where nothing serves them. */
  readonly searchKnowledge?: SearchKnowledge;
}

/** Everything that one agent knows when it begins. */
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
  /** Where the words came from that bear no labels of their own: the task, what was learned, what is missing. */
  readonly labels?: Labels;
  /** Names of the agents that handed the work down, the first one first. */
  readonly above?: readonly string[];
  /** May it plan, and for whom; may it ask the person. */
  readonly delegates: readonly Agent[];
  readonly mayAsk: boolean;
  /** Colleagues whom it may ask something; the answer comes back as an input. */
  readonly peers?: readonly Agent[];
  /** Tools that the program carries out which asked. */
  readonly clientTools?: readonly ClientTool[];
  /** For judging and putting together: words only. */
  readonly toolless?: boolean;
  /** Tools that are not offered: they failed at this task before. */
  readonly withoutTools?: readonly string[];
  /** Tool calls of this assignment that were made before it had to ask something. */
  readonly calls?: readonly BriefToolCall[];
  /** JSON schema that the answer must follow, held by the server where it can. No tools are offered then. */
  readonly schema?: object;
  /** Before the names of its steps; unique for each assignment on one path. */
  readonly stepPrefix: string;
  readonly atLeast?: Tier | undefined;
  /** False for retries and repair. */
  readonly firstTry: boolean;
}

/** What the agent came to. An abstention is an answer too: `abstained` tells it apart. */
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
  /** The tools whose last call failed, each once. */
  readonly failedTools: readonly string[];
  /** How the last test of its code ended, in its own words, where that was badly. */
  readonly failedTest?: string;
}

/** How it ended, with the labels of all that was read on the way: they hold for every word of it. */
export type AgentOutcome = AgentEnd & { readonly labels: Labels };

/** An answer, or what has to happen first: a plan, a question, or nothing more. */
export type AgentEnd =
  | AgentAnswer
  | {
      readonly kind: "plan";
      readonly input: Json;
      readonly by: "model" | "delegation" | "rules";
      /** What was mended before it could be read, in words. */
      readonly mended?: readonly string[];
    }
  | {
      readonly kind: "question";
      readonly question: string;
      readonly choices: readonly string[];
      /** The colleague who is asked; the person otherwise. */
      readonly peer?: string;
      /** What was done before the question came up; the work goes on from there. */
      readonly calls: readonly BriefToolCall[];
    }
  | {
      readonly kind: "failed";
      readonly failure: Failure;
      readonly text: string;
      readonly problems: readonly Failure[];
    };
