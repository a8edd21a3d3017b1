/** What all parts of one run's orchestration share. */
import type { AgentServices } from "../agents/assignment.ts";
import type { Team } from "../agents/team.ts";
import type { RunFacts } from "../gateway/call-model/run-facts.ts";
import type { FileNote, HistoryMessage } from "../models/brief.ts";

/** Fixed for the whole run. */
export interface Environment {
  readonly run: RunFacts;
  readonly team: Team;
  readonly services: AgentServices;
  readonly history: readonly HistoryMessage[];
  readonly files: readonly FileNote[];
  /** The files that an answer of the person names, or that were named before it; `step` is unique in the run. */
  readonly lookAgain?: (answer: string, step: string) => Promise<readonly FileNote[]>;
  /** What an earlier run of this conversation made of its beginning; asked for only when the history is too long. */
  readonly earlierSummary?: () => Promise<EarlierSummary | undefined>;
  /** Who made the plan: on rules alone managers pass through instead of planning again. */
  readonly planBy: "model" | "delegation" | "rules";
}

/** A summary that stands for the first messages of the conversation. */
export interface EarlierSummary {
  readonly messages: number;
  readonly summary: string;
}
