/**
 * An agent sees at most ten tools: those that match its task best, in the order of its file. Before them go those that
 * its conversation was helped by, and first of all the readers of what is at hand.
 */
import type { Tool } from "../tools/tool.ts";
import type { Assignment } from "./assignment.ts";
import { earlierWords } from "./earlier-words.ts";
import { READ_RESULT, READ_SKILL, SEARCH_KNOWLEDGE, usableTools } from "./reachable-tools.ts";
import type { AgentMode } from "./team.ts";
import { toolsFor } from "./tool-patterns.ts";
import type { ToolSpec, ToolSpecs } from "./tool-specs.ts";

const MOST_TOOLS = 10;
/** What an answer of the conversation was made with is needed again to say more about it. */
const USED_BEFORE = 1000;
/** Of a word that was said before the request, beside one of the request. */
const EARLIER_SHARE = 0.5;
/** Ways to what stands in the brief by name only. */
const ALWAYS: ReadonlySet<string> = new Set([READ_RESULT, READ_SKILL, SEARCH_KNOWLEDGE]);

/** The same task always sees the same tools in the same order, so that prompt caches hit. */
export function chooseTools(
  specs: ToolSpecs,
  assignment: Pick<Assignment, "agent" | "task" | "request" | "history" | "inputs" | "withoutTools"> & {
    readonly mode?: Pick<AgentMode, "tools"> | undefined;
  },
): readonly ToolSpec[] {
  const { mode } = assignment;
  const wanted = mode?.tools && new Set(toolsFor(mode.tools, specs).map(({ name }) => name));
  const isWanted = ({ name }: Tool): boolean => wanted === undefined || ALWAYS.has(name) || wanted.has(name);
  const own = usableTools(assignment, specs)
    .filter(isWanted)
    .flatMap((tool) => specs.get(tool.name) ?? []);
  if (own.length <= MOST_TOOLS) return own;
  const scored = scoredFor(own, assignment);
  const kept = new Set([...scored].sort((a, b) => b.score - a.score).slice(0, MOST_TOOLS));
  return scored.filter((entry) => kept.has(entry)).map(({ spec }) => spec);
}

/** Names in the order in which they may go where a window is small; all but the most useful one. */
export function leastUsefulFirst(tools: readonly ToolSpec[], about: Topic): readonly string[] {
  const ranked = [...scoredFor(tools, about)].sort((a, b) => a.score - b.score);
  return ranked.slice(0, -1).map(({ spec }) => spec.tool.name);
}

type Topic = Pick<Assignment, "task" | "request" | "history">;

function scoredFor(tools: readonly ToolSpec[], topic: Topic) {
  const { task, request, history } = topic;
  const weights = new Map<string, number>();
  for (const word of wordsOf(earlierWords(topic).join(" "))) weights.set(word, EARLIER_SHARE);
  for (const word of wordsOf(`${task?.goal ?? request} ${task?.capability ?? ""}`)) weights.set(word, 1);
  const used = new Set(task === undefined ? history.flatMap(({ labels = [] }) => labels) : []);
  const scoreOf = (spec: ToolSpec): number =>
    overlap(weights, spec) + (used.has(`tool:${spec.tool.name}`) ? USED_BEFORE : 0);
  return tools.map((spec) => ({
    spec,
    score: ALWAYS.has(spec.tool.name) ? Number.MAX_SAFE_INTEGER : scoreOf(spec),
  }));
}

function overlap(weights: ReadonlyMap<string, number>, { tool }: ToolSpec): number {
  let score = 5 * (weights.get(tool.capability) ?? 0);
  for (const word of wordsOf(`${tool.name} ${tool.description} ${tool.examples.join(" ")}`))
    score += weights.get(word) ?? 0;
  return score;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}-]{3,}/gu) ?? []);
}
