/**
 * The brief: the typed context of one model call. Prompts are written from it, and the rules model reads it instead of
 * the prompt.
 */
import type { Json } from "../base/json.ts";
import type { Labels } from "../base/label.ts";
import type { AnswerStyle } from "../events/run-request.ts";
import type { Artifact, Source } from "../events/task-result.ts";

export const purposes = ["understand", "work", "check", "synthesis", "replan", "compact"] as const;
/** understand: answer, ask or plan. work: do one task with tools. check: judge a result. synthesis: the answer from results. */
export type Purpose = (typeof purposes)[number];

/** A file that the request names or brings, looked at but not read. */
export interface FileNote {
  /** As tools take it: relative to the workspace, or `attachment:NAME`. */
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** For tables: the columns with their type and a few values. */
  readonly columns?: readonly {
    readonly name: string;
    readonly type: "number" | "text" | "date";
    readonly examples: readonly string[];
  }[];
  readonly rows?: number;
  /** For pictures and sound: where the bytes are in the store, for models that take them. */
  readonly blob?: string;
  /** For pictures, in pixels, as their header says. */
  readonly width?: number;
  readonly height?: number;
  /** What the file says about itself in words. */
  readonly title?: string;
}

/** The result of a task that this one works from. */
export interface BriefInput {
  /** Task id. */
  readonly id: string;
  readonly goal: string;
  readonly text: string;
  readonly data?: Json;
  readonly artifacts: readonly Artifact[];
  readonly sources: readonly Source[];
  readonly labels: Labels;
  /** Addresses in the text that a tool found as links. */
  readonly links?: readonly string[];
}

/** A passage of a document that an agent of the team knows. */
export interface KnownPassage {
  readonly text: string;
  /** The headings above it, outermost first, joined by ` > `; the document's name where it has none. */
  readonly title: string;
  /** The document as people and citations name it: `magus/knowledge/models.md`, `…/manual.pdf, page 3`. */
  readonly location: string;
  /** Share of the question's words that it holds, rare words counting more; from 0 to 1. */
  readonly match: number;
  /** The agent that a task about it goes to. */
  readonly agent: string;
}

/** What an agent can be offered: its own tools, or those that it reaches through its delegates. */
export interface BriefTool {
  readonly name: string;
  readonly capability: string;
  readonly description: string;
  readonly examples: readonly string[];
  /** JSON schema of the input. */
  readonly input: Json;
  /** For planning: the agent of the team that does tasks with this tool. */
  readonly agent: string;
}

/** An agent as briefs name it. */
export interface BriefAgent {
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  readonly examples: readonly string[];
  readonly capabilities: readonly string[];
}

/** One tool call of this task that is already done. */
export interface BriefToolCall {
  readonly id: string;
  /** Calls of one turn were made at once. */
  readonly turn: number;
  readonly tool: string;
  readonly input: Json;
  readonly ok: boolean;
  readonly text: string;
  readonly data?: Json;
  readonly artifacts: readonly Artifact[];
  readonly sources: readonly Source[];
  readonly labels: Labels;
}

/** A message of the conversation before this run. */
export interface HistoryMessage {
  readonly role: "person" | "team";
  readonly text: string;
  /** What a team's answer was made from; absent for the person's own words, not for those picked from an offer. */
  readonly labels?: Labels;
}

/** Everything that one call is about; a prompt adds only words around it. */
export interface Brief {
  readonly purpose: Purpose;
  readonly agent: BriefAgent;
  /** The person's words. */
  readonly request: string;
  readonly history: readonly HistoryMessage[];
  readonly files: readonly FileNote[];
  readonly task?: {
    readonly id: string;
    readonly goal: string;
    readonly acceptance?: string;
    /** The tool that the plan had in mind, when the planner was sure. */
    readonly capability?: string;
  };
  readonly inputs: readonly BriefInput[];
  /** Passages that fit the task well, best first; left out where nobody concerned knows any. */
  readonly known?: readonly KnownPassage[];
  /** Skills that the agent may read before it works. */
  readonly skills?: readonly { readonly name: string; readonly description: string }[];
  readonly toolCalls: readonly BriefToolCall[];
  /** Critiques and failed attempts, newest last. */
  readonly learned: readonly string[];
  readonly tools: readonly BriefTool[];
  /** Agents that a plan may name. */
  readonly delegates: readonly BriefAgent[];
  /** For synthesis: tasks that failed or were skipped, with the reason. */
  readonly missing: readonly { readonly id: string; readonly goal: string; readonly reason: string }[];
  /** Milliseconds since 1970, from the run's clock; for questions about today. */
  readonly now: number;
  /** IANA name of the person's time zone. */
  readonly timeZone: string;
  /** How the person wants to be answered, as far as it is not left to the team. */
  readonly style?: AnswerStyle;
  /** Where files may lie, absolute. Prompts name files from here and never say where it is. */
  readonly folders?: { readonly workspace: string; readonly out: string };
}

/** What every call carries in `providerOptions.thorp`. */
export interface ThorpCall {
  readonly purpose: Purpose;
  readonly brief: Brief;
}
