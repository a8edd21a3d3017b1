/** What an agent's team gives it to read beside its instructions: documents that it knows, skills that it has. */
import type { KnownPassage } from "../models/brief.ts";

/** An Agent Skill: name and description are always shown, the rest is read on use. */
export interface Skill {
  readonly name: string;
  readonly description: string;
  readonly instructions: string;
  /** Texts of its `references/` folder by path in the skill's folder. */
  readonly references: Readonly<Record<string, string>>;
}

/** The shelf of one agent as data. */
export interface ShelfFacts {
  readonly team: string;
  /** Where the team was read from; unknown for a team that only the journal still has. */
  readonly folder?: string;
  /** Folders in the team's folder. */
  readonly knowledge: readonly string[];
  readonly skills: readonly Skill[];
}

/** A passage before it is known which agent it is for. */
export type FoundPassage = Omit<KnownPassage, "agent">;

/** What a search brought. */
export interface KnowledgeFinding {
  /** Best first. */
  readonly passages: readonly FoundPassage[];
  /** Names of the documents that were searched. */
  readonly documents: readonly string[];
  /** Documents that could not be read, each with the reason, as sentences. */
  readonly problems: readonly string[];
}

/** A search; at most `most` passages are wanted. */
export interface KnowledgeQuery {
  readonly query: string;
  /** Only documents whose name holds these words. */
  readonly document?: string;
  readonly most: number;
}

/** The shelf as tools reach it. */
export interface Shelf {
  readonly skills: readonly Skill[];
  /** Undefined when the agent knows no documents. */
  searchKnowledge(query: KnowledgeQuery): Promise<KnowledgeFinding | undefined>;
}
