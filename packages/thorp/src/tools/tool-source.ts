/**
 * The ToolSource seam: where tools come from.
 *
 * A source is asked for its tools when an engine opens and again when it says that they changed. What it cannot load it
 * tells as a problem, with the place and the command that mends it; the rest of its tools works all the same. A source
 * never runs code of a third party while it loads: programs are started and modules imported by the first call that
 * needs them, and only after a person trusted them.
 */
import type { SourceTexts } from "./source-texts.ts";
import type { Tool } from "./tool.ts";

/**
 * `built-in`: shipped as code. `host`: given by the program that embeds Thorp. `team`: declared in a team's folder.
 * `api`: an OpenAPI document. `mcp`: an MCP server.
 */
export const toolSourceKinds = ["built-in", "host", "team", "api", "mcp"] as const;
/** What sort of place a tool came from. */
export type ToolSourceKind = (typeof toolSourceKinds)[number];

/** Something that is wrong with one tool or with the whole source. */
export interface ToolProblem {
  /** Absent when the source as a whole is meant. */
  readonly tool?: string;
  /** What happened and where, for people: file with line, address, program. */
  readonly message: string;
  /** The command or step that mends it. */
  readonly hint?: string;
}

/** What a source has at the moment. */
export interface SourceTools {
  readonly tools: readonly Tool[];
  readonly problems: readonly ToolProblem[];
}

/** One place that tools come from. */
export interface ToolSource {
  /** Unique: `built-in`, `host`, `team:desk`, `api:open_meteo`, `mcp:files`. */
  readonly id: string;
  readonly kind: ToolSourceKind;
  readonly title: string;
  /** It comes with Thorp and changes only with it: nobody is asked again when its tools change. */
  readonly isShipped?: boolean;
  /** The team that it is part of: agents of other teams do not see its tools. `folder` is absolute. */
  readonly team?: { readonly name: string; readonly folder: string };
  /** Anybody may have written it: a tool of it is not offered before a person agreed to that very tool. */
  readonly isForeign?: boolean;
  /** Rejects only with the signal's reason. Names that another source has already are for the registry to tell apart. */
  load(signal?: AbortSignal): Promise<SourceTools>;
  /** `tell` is called after every change; the function that comes back ends that. Absent where nothing ever changes. */
  onChange?(tell: () => void): () => void;
  /** Prompts and resources for people; absent where there are none. */
  readonly texts?: SourceTexts;
  /** Ends what it started: programs, connections. */
  close?(): Promise<void>;
}
