/** What a registry has at one moment: it never changes, a later one has a higher revision. */
import type { Tool } from "./tool.ts";
import type { ToolProblem, ToolSource } from "./tool-source.ts";

/** Where a tool is from. */
export type SourceFacts = Pick<ToolSource, "id" | "kind" | "title" | "isShipped" | "team" | "isForeign">;

/** A tool under the name by which it is called. */
export interface RegisteredTool {
  /** Its name is the one that no other tool of the set has. */
  readonly tool: Tool;
  readonly source: SourceFacts;
  /** As its source calls it; `SOURCE/NAME` always means this tool. */
  readonly ownName: string;
}

/** Something that is wrong, and whose it is. */
export interface SourceProblem extends ToolProblem {
  readonly source: string;
}

/** All tools of all sources. */
export interface ToolSet {
  /** Counts from 1; the same for as long as nothing changes. */
  readonly revision: number;
  /** In the order of the sources, so that prompts made from them are the same bytes each time. */
  readonly tools: readonly RegisteredTool[];
  /** Also those of sources that gave nothing at all. */
  readonly sources: readonly SourceFacts[];
  readonly problems: readonly SourceProblem[];
}
