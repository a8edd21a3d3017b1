/**
 * What an agent's file may say under `tools`: a tool by its name, or a pattern. `api:open_meteo` is everything of one
 * source, `api:*` of all sources of a kind, `api:arxiv/search` one tool under the name that its source gives it,
 * `capability:weather` whatever declares that capability; `*` stands for any letters.
 */
import { nearest } from "../base/nearest.ts";
import type { Tool } from "../tools/tool.ts";
import type { SourceFacts } from "../tools/tool-set.ts";
import { toolSourceKinds } from "../tools/tool-source.ts";
import type { ToolSpecs } from "./tool-specs.ts";

const BY_CAPABILITY = "capability";
const prefixes: readonly string[] = [...toolSourceKinds, BY_CAPABILITY];

/** A pattern may find nothing: its source may be absent for now. A name may not. */
export function isToolPattern(reference: string): boolean {
  return reference.includes(":") || reference.includes("*");
}

/** What is wrong with a pattern, whatever tools there are; undefined when nothing is. */
export function patternProblem(pattern: string): string | undefined {
  const [prefix = ""] = pattern.split(":");
  if (!pattern.includes(":"))
    return `\`${pattern}\` needs what it is about in front: ${prefixes.map((known) => `${known}:`).join(", ")}`;
  if (prefixes.includes(prefix)) return undefined;
  const close = nearest(prefix, prefixes);
  return `there are no sources of the kind \`${prefix}\`${close ? `; did you mean \`${close}:\`?` : `; there are ${prefixes.join(", ")}`}`;
}

const ownViews = new WeakMap<object, Map<string, object>>();

/**
 * What agents of the team in `folder` see: everybody's tools and those of their own team. The same object each time for
 * the same tools; all of them where no team has any.
 */
export function seenByTeam<Known extends ReadonlyMap<string, KnownTool>>(known: Known, folder = ""): Known {
  const views = ownViews.get(known) ?? new Map<string, object>();
  ownViews.set(known, views);
  const before = views.get(folder);
  if (before !== undefined) return before as Known;
  const entries = [...known].filter(([, { source }]) => source.team === undefined || source.team.folder === folder);
  const view = entries.length === known.size ? known : new Map(entries);
  views.set(folder, view);
  return view as unknown as Known;
}

const found = new WeakMap<ToolSpecs, WeakMap<readonly string[], readonly Tool[]>>();

/** Each tool once, in the order of the list; what a pattern finds in the order of the sources. Unknown names: nothing. */
export function toolsFor(references: readonly string[], specs: ToolSpecs): readonly Tool[] {
  // Asked for several times in every task; lists and specs live long and never change.
  const known = found.get(specs) ?? new WeakMap<readonly string[], readonly Tool[]>();
  found.set(specs, known);
  const before = known.get(references);
  if (before !== undefined) return before;
  const tools = [...new Set(references.flatMap((reference) => namesMeant(reference, specs)))].flatMap(
    (name) => specs.get(name)?.tool ?? [],
  );
  known.set(references, tools);
  return tools;
}

/** As much of a tool as names and patterns look at. */
export interface KnownTool {
  readonly tool: Pick<Tool, "name" | "capability">;
  readonly source: Pick<SourceFacts, "id" | "kind" | "team">;
  readonly ownName: string;
}

/** The names of the tools that one name or pattern means, by `known`'s order. */
export function namesMeant(reference: string, known: ReadonlyMap<string, KnownTool>): readonly string[] {
  if (!isToolPattern(reference)) return nameMeant(reference, known);
  const [prefix = "", rest = ""] = splitOnce(reference, ":");
  const isMeant = prefix === BY_CAPABILITY ? byCapability(rest) : bySource(prefix, rest);
  return [...known].flatMap(([name, entry]) => (isMeant(entry) ? [name] : []));
}

/** A team calls its own tools by their own names, also where others had the name before. */
function nameMeant(name: string, known: ReadonlyMap<string, KnownTool>): readonly string[] {
  for (const [given, { source, ownName }] of known) if (source.kind === "team" && ownName === name) return [given];
  return known.has(name) ? [name] : [];
}

function byCapability(pattern: string): (entry: KnownTool) => boolean {
  const isWanted = globOf(pattern);
  return ({ tool }) => isWanted(tool.capability);
}

function bySource(kind: string, rest: string): (entry: KnownTool) => boolean {
  const [place = "", name = "*"] = splitOnce(rest, "/");
  const isPlace = globOf(place);
  const isName = globOf(name);
  return ({ tool, source, ownName }) => {
    const id = source.id.slice(kind.length + 1);
    // In its own team `mcp:files` is enough; `mcp:desk.files` is how everybody else calls it.
    const short = source.team === undefined ? id : id.slice(source.team.name.length + 1);
    const isThere = source.kind === kind && (place === "*" || isPlace(id) || isPlace(short));
    return isThere && (isName(ownName) || isName(tool.name));
  };
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function globOf(pattern: string): (text: string) => boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[^\w]/g, "\\$&"));
  const form = new RegExp(`^${parts.join(".*")}$`);
  return (text) => form.test(text);
}

/** A rule with a pattern may be meant for tools that a server brings later. */
export function isUnknownInRule(tool: string, tools: Pick<ReadonlyMap<string, KnownTool>, "has">): boolean {
  return !tool.includes("*") && !tools.has(tool);
}
