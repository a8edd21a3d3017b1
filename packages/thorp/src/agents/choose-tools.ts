/** An agent sees at most ten tools: those that match its task best, in the order of its file. */
import type { Assignment } from "./assignment.ts";
import type { ToolSpec, ToolSpecs } from "./tool-specs.ts";

const MOST_TOOLS = 10;

export function chooseTools(
  specs: ToolSpecs,
  { agent, task, request }: Pick<Assignment, "agent" | "task" | "request">,
): readonly ToolSpec[] {
  const own = agent.tools.flatMap((name) => specs.get(name) ?? []);
  if (own.length <= MOST_TOOLS) return own;
  const words = wordsOf(`${task?.goal ?? request} ${task?.capability ?? ""}`);
  const scored = own.map((spec) => ({ spec, score: overlap(words, spec) }));
  const kept = new Set([...scored].sort((a, b) => b.score - a.score).slice(0, MOST_TOOLS));
  return scored.filter((entry) => kept.has(entry)).map(({ spec }) => spec);
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
