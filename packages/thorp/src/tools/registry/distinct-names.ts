/**
 * Tells tools of the same name apart. The rule does not depend on the order in which sources load: a tool of the host
 * replaces the built-in one of its name, those two keep their names, and of all others each one whose name is taken
 * gets its source in front (`open_meteo_search`). A source that comes later renames only what it collides with.
 */
import type { Tool } from "../tool.ts";
import type { RegisteredTool, SourceFacts } from "../tool-set.ts";

/** One tool as its source gave it. */
export interface FoundTool {
  readonly tool: Tool;
  readonly source: SourceFacts;
}

/** What providers take as the name of a function. */
const LONGEST_NAME = 64;

/** Keeps the order. Names come out distinct, and a tool that keeps its name stays the same object. */
export function withDistinctNames(found: readonly FoundTool[]): readonly RegisteredTool[] {
  const byHost = new Set(found.flatMap(({ tool, source }) => (source.kind === "host" ? [tool.name] : [])));
  const kept = found.filter(({ tool, source }) => source.kind !== "built-in" || !byHost.has(tool.name));
  const counts = new Map<string, number>();
  for (const { tool } of kept) counts.set(tool.name, (counts.get(tool.name) ?? 0) + 1);
  const isFixed = ({ tool, source }: FoundTool): boolean =>
    source.kind === "built-in" || source.kind === "host" || counts.get(tool.name) === 1;
  const taken = new Set(kept.filter(isFixed).map(({ tool }) => tool.name));
  return kept.map((entry) => {
    const { tool, source } = entry;
    if (isFixed(entry)) return { tool, source, ownName: tool.name };
    const name = freeName(`${wordOf(source.id)}_${tool.name}`, taken);
    taken.add(name);
    return { tool: renamed(tool, name), source, ownName: tool.name };
  });
}

/** Its describe and execute know it by the name of its source. */
function renamed(tool: Tool, name: string): Tool {
  return {
    ...tool,
    name,
    describe: (input, context) => tool.describe(input, context),
    execute: (input, context) => tool.execute(input, context),
  };
}

/** `api:open-meteo` -> `open_meteo`. */
function wordOf(source: string): string {
  return source.slice(source.indexOf(":") + 1).replace(/\W+/g, "_");
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const name = wanted.slice(0, LONGEST_NAME);
  for (let number = 2; ; number++) {
    const next = number === 2 && !taken.has(name) ? name : `${name.slice(0, LONGEST_NAME - 4)}_${number}`;
    if (!taken.has(next)) return next;
  }
}
