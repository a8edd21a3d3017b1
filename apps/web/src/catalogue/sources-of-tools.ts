/** Tools by their source, with what is wrong there. Pure. */
import type { Tool, ToolProblem } from "@thorp/client";

export interface SourceTools {
  readonly id: string;
  readonly title: string;
  /** Unknown of a source that gave no tool. */
  readonly kind: Tool["source"]["kind"] | undefined;
  readonly tools: readonly Tool[];
  readonly problems: readonly ToolProblem[];
}

export interface WantedTools {
  readonly words: string;
  /** Empty: any. */
  readonly status: string;
}

/** In the order of the tools; sources that gave none come last, and only while nothing is searched for. */
export function sourcesOf(
  tools: readonly Tool[],
  problems: readonly ToolProblem[],
  { words, status }: WantedTools,
): readonly SourceTools[] {
  const wanted = words.trim().toLowerCase();
  const found = tools.filter(
    (tool) => (status === "" || tool.status === status) && (wanted === "" || textOf(tool).includes(wanted)),
  );
  const groups = Map.groupBy(found, ({ source }) => source.id);
  const known = new Set(tools.map(({ source }) => source.id));
  const silent = new Set(problems.map(({ source }) => source).filter((id) => !known.has(id)));
  const isAll = wanted === "" && status === "";
  return [...groups.keys(), ...(isAll ? silent : [])].map((id) => {
    const group = groups.get(id) ?? [];
    const { title = id, kind } = group[0]?.source ?? {};
    return { id, title, kind, tools: group, problems: problems.filter(({ source }) => source === id) };
  });
}

function textOf({ name, ownName, capability, description, source, needs }: Tool): string {
  const keys = needs.map(({ env = "" }) => env);
  return [name, ownName, capability, description, source.title, ...keys].join(" ").toLowerCase();
}
