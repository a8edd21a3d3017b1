/**
 * An agent sees at most ten tools: those that match its task best, in the order of its file. Before them go those that
 * its conversation was helped by, and first of all the readers of what is at hand.
 */
import type { BriefTool } from "../models/brief.ts";
import { rankTools } from "../models/rank-tools.ts";
import type { Tool } from "../tools/tool.ts";
import type { Assignment, ToolStanding } from "./assignment.ts";
import { earlierWords } from "./earlier-words.ts";
import { READ_RESULT, READ_SKILL, SEARCH_KNOWLEDGE, usableTools } from "./reachable-tools.ts";
import type { AgentMode } from "./team.ts";
import { toolsFor } from "./tool-patterns.ts";
import type { ToolSpec, ToolSpecs } from "./tool-specs.ts";

const MOST_TOOLS = 10;
/** What an answer of the conversation was made with is needed again to say more about it. */
const USED_BEFORE = 1000;
/** A plan that names a capability was made by somebody who had looked at all tools. */
const WANTED_CAPABILITY = 10;
/** Of words that were said before the request, beside those of the request. */
const EARLIER_SHARE = 0.5;
/** Ways to what stands in the brief by name only. */
const ALWAYS: ReadonlySet<string> = new Set([READ_RESULT, READ_SKILL, SEARCH_KNOWLEDGE]);

/**
 * The same task always sees the same tools in the same order, so that prompt caches hit. `standing` counts against
 * tools that would not work or cost something; see `ToolStanding`.
 */
export function chooseTools(
  specs: ToolSpecs,
  assignment: Pick<Assignment, "agent" | "task" | "request" | "history" | "files" | "inputs" | "withoutTools"> & {
    readonly mode?: Pick<AgentMode, "tools"> | undefined;
  },
  standing?: ToolStanding,
): readonly ToolSpec[] {
  const { mode } = assignment;
  const wanted = mode?.tools && new Set(toolsFor(mode.tools, specs).map(({ name }) => name));
  const isWanted = ({ name }: Tool): boolean => wanted === undefined || ALWAYS.has(name) || wanted.has(name);
  const own = usableTools(assignment, specs)
    .filter(isWanted)
    .flatMap((tool) => specs.get(tool.name) ?? []);
  if (own.length <= MOST_TOOLS) return own;
  const scored = scoredFor(rankedListOf(own, specs), assignment, standing);
  const kept = new Set([...scored].sort((a, b) => b.score - a.score).slice(0, MOST_TOOLS));
  return scored.filter((entry) => kept.has(entry)).map(({ spec }) => spec);
}

/** Names in the order in which they may go where a window is small; all but the most useful one. */
export function leastUsefulFirst(tools: readonly ToolSpec[], about: Topic): readonly string[] {
  const ranked = [...scoredFor(asRanked(tools), about)].sort((a, b) => a.score - b.score);
  return ranked.slice(0, -1).map(({ spec }) => spec.tool.name);
}

type Topic = Pick<Assignment, "task" | "request" | "history" | "files">;

interface RankedList {
  readonly specs: readonly ToolSpec[];
  /** The same tools as the ranking wants them; the same list each time, for which it keeps an index. */
  readonly tools: readonly BriefTool[];
}

/** An agent of many tools is asked again and again with the same ones. */
const MOST_LISTS = 64;
const listsBySpecs = new WeakMap<ToolSpecs, Map<string, RankedList>>();

function rankedListOf(own: readonly ToolSpec[], specs: ToolSpecs): RankedList {
  const lists = listsBySpecs.get(specs) ?? new Map<string, RankedList>();
  listsBySpecs.set(specs, lists);
  const key = own.map(({ tool }) => tool.name).join(" ");
  const known = lists.get(key);
  if (known !== undefined) return known;
  if (lists.size >= MOST_LISTS) lists.clear();
  const made = asRanked(own);
  lists.set(key, made);
  return made;
}

function asRanked(specs: readonly ToolSpec[]): RankedList {
  return { specs, tools: specs.map(({ briefTool }) => ({ ...briefTool, agent: "" })) };
}

function scoredFor({ specs, tools }: RankedList, topic: Topic, standing?: ToolStanding) {
  const { task, request, history, files } = topic;
  const scores = scoresFor(task?.goal ?? request, tools, files);
  const earlier = earlierWords(topic).map((words) => scoresFor(words, tools, files));
  const used = new Set(task === undefined ? history.flatMap(({ labels = [] }) => labels) : []);
  const scoreOf = ({ tool }: ToolSpec): number => {
    const before = Math.max(0, ...earlier.map((found) => found.get(tool.name) ?? 0));
    const wanted = tool.capability === task?.capability ? WANTED_CAPABILITY : 0;
    const again = used.has(`tool:${tool.name}`) ? USED_BEFORE : 0;
    return (scores.get(tool.name) ?? 0) + EARLIER_SHARE * before + wanted + again - (standing?.(tool) ?? 0);
  };
  return specs.map((spec) => ({
    spec,
    score: ALWAYS.has(spec.tool.name) ? Number.MAX_SAFE_INTEGER : scoreOf(spec),
  }));
}

function scoresFor(words: string, tools: readonly BriefTool[], files: Topic["files"]): ReadonlyMap<string, number> {
  return new Map(rankTools(words, tools, { files }).map(({ tool, score }) => [tool.name, score]));
}
