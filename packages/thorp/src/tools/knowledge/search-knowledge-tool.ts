/** Searches the documents that the calling agent knows. */
import { z } from "zod";
import type { Label } from "../../base/label.ts";
import { settleCall } from "../settle-call.ts";
import type { KnowledgeFinding } from "../shelf.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";

const input = z.object({
  query: z.string().trim().min(1).max(1000).describe("What to look for, in the words the documents may use"),
  document: z.string().trim().max(200).optional().describe("Only documents with this in their name"),
});

const MOST_PASSAGES = 5;
/** Of the best match: what fits less well is paid for in every later turn and mostly distracts. */
const CLOSE_MATCH = 0.6;
const MOST_NAMES = 20;

/** Offered to agents with `knowledge` in their file, whatever tools it lists. */
export function createSearchKnowledgeTool(): Tool {
  return defineTool({
    name: "search_knowledge",
    capability: "knowledge",
    description:
      "Finds the passages of your own documents that fit a question best, word for word, each with its document and heading. " +
      "These documents belong to the team; for the person's files use the tools for files.",
    examples: [
      "What do our documents say about returns?",
      "Look it up in the handbook",
      "Search the knowledge base for the escalation path",
      "Which guide explains the settings?",
      "Find what the manual says about budgets",
      "Check the guidelines for the naming of files",
    ],
    input,
    effect: "read",
    repeatable: true,
    cacheable: false,
    describe: ({ query }) => ({ effect: "read", summary: `search its documents for “${query.slice(0, 80)}”` }),
    execute: (given, context) => settleCall(context, () => search(given, context)),
  });
}

async function search({ query, document }: z.infer<typeof input>, { shelf }: ToolContext): Promise<ToolOutput> {
  const wish = { query, most: MOST_PASSAGES, ...(document === undefined ? {} : { document }) };
  const finding = await shelf?.searchKnowledge(wish);
  if (finding === undefined) return { ok: false, text: "This agent has no documents of its own." };
  const { documents } = finding;
  const best = Math.max(0, ...finding.passages.map(({ match }) => match));
  const passages = finding.passages.filter(({ match }) => match >= best * CLOSE_MATCH);
  const labels = [...new Set(passages.map(({ location }): Label => `knowledge:${location}`))];
  const shown = passages.map(({ location, title, text }) => `${location}, ${title}:\n${text}`);
  return {
    ok: true,
    text: [...(shown.length === 0 ? [nothing(query, documents)] : shown), ...leftOut(finding)].join("\n\n"),
    data: { passages: passages.map(({ location, title, text, match }) => ({ location, title, text, match })) },
    sources: passages.map(({ location, title }) => ({ title, location })),
    // Names of documents are words of theirs too.
    labels: labels.length === 0 ? ["knowledge"] : labels,
  };
}

function nothing(query: string, documents: readonly string[]): string {
  const names = documents.slice(0, MOST_NAMES).join(", ");
  const rest = documents.length > MOST_NAMES ? ` and ${documents.length - MOST_NAMES} more` : "";
  return `No passage in ${documents.length} documents holds a word of “${query.slice(0, 120)}”. Searched: ${names || "nothing"}${rest}.`;
}

function leftOut({ problems }: KnowledgeFinding): readonly string[] {
  if (problems.length === 0) return [];
  const shown = problems.slice(0, 5).map((problem) => `- ${problem}`);
  const rest = problems.length > shown.length ? [`- and ${problems.length - shown.length} more`] : [];
  return [["Not searched:", ...shown, ...rest].join("\n")];
}
