/** An agent sees at most ten tools: those that match its task best, in the order of its file; the readers of what is at hand first of all. */
import type { Tool } from "../tools/tool.ts";
import type { Assignment } from "./assignment.ts";
import { READ_RESULT, READ_SKILL, SEARCH_KNOWLEDGE, usableTools } from "./reachable-tools.ts";
import type { AgentMode } from "./team.ts";
import type { ToolSpec, ToolSpecs } from "./tool-specs.ts";

const MOST_TOOLS = 10;
/** Ways to what stands in the brief by name only. */
const ALWAYS: ReadonlySet<string> = new Set([READ_RESULT, READ_SKILL, SEARCH_KNOWLEDGE]);

/** The same task always sees the same tools in the same order, so that prompt caches hit. */
export function chooseTools(
  specs: ToolSpecs,
  assignment: Pick<Assignment, "agent" | "task" | "request" | "inputs" | "withoutTools"> & {
    readonly mode?: Pick<AgentMode, "tools"> | undefined;
  },
): readonly ToolSpec[] {
  const { task, request, mode } = assignment;
  const isWanted = ({ name }: Tool): boolean =>
    mode?.tools === undefined || ALWAYS.has(name) || mode.tools.includes(name);
  const own = usableTools(assignment, specs)
    .filter(isWanted)
    .flatMap((tool) => specs.get(tool.name) ?? []);
  if (own.length <= MOST_TOOLS) return own;
  const scored = scoredFor(own, { task, request });
  const kept = new Set([...scored].sort((a, b) => b.score - a.score).slice(0, MOST_TOOLS));
  return scored.filter((entry) => kept.has(entry)).map(({ spec }) => spec);
}

/** Names in the order in which they may go where a window is small; all but the most useful one. */
export function leastUsefulFirst(
  tools: readonly ToolSpec[],
  about: Pick<Assignment, "task" | "request">,
): readonly string[] {
  const ranked = [...scoredFor(tools, about)].sort((a, b) => a.score - b.score);
  return ranked.slice(0, -1).map(({ spec }) => spec.tool.name);
}

function scoredFor(tools: readonly ToolSpec[], { task, request }: Pick<Assignment, "task" | "request">) {
  const words = wordsOf(`${task?.goal ?? request} ${task?.capability ?? ""}`);
  return tools.map((spec) => ({
    spec,
    score: ALWAYS.has(spec.tool.name) ? Number.MAX_SAFE_INTEGER : overlap(words, spec),
  }));
}

function overlap(words: ReadonlySet<string>, { tool }: ToolSpec): number {
  let score = words.has(tool.capability) ? 5 : 0;
  for (const word of wordsOf(`${tool.name} ${tool.description} ${tool.examples.join(" ")}`))
    if (words.has(word)) score++;
  return score;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}-]{3,}/gu) ?? []);
}
