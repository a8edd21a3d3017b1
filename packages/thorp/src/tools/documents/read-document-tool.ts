/** The tool `read_document`. */

import { z } from "zod";
import { mediaTypeOf } from "../media-type.ts";
import { pathsRead } from "../paths-read.ts";
import { settleCall } from "../settle-call.ts";
import { sourceLabel } from "../source-label.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { answerFromDocument, wishFor } from "./document-answer.ts";
import { extractDocument } from "./extract-document.ts";

const input = z.object({
  path: z.string().min(1).max(4096).describe("The document, relative to the workspace, or attachment:NAME"),
  pages: z.string().max(200).optional().describe('Which pages: "3" or "1-4, 9"; the first ones when left out'),
  question: z
    .string()
    .max(2000)
    .optional()
    .describe("What is to be found out; gives the passages that fit best instead of pages"),
});

/** Reads PDF, Word, HTML, Markdown, text, CSV and JSON. Takes nothing from a document but its text. */
export function createReadDocumentTool(): Tool {
  return defineTool({
    name: "read_document",
    capability: "documents",
    description:
      "Reads a document (PDF, DOCX, HTML, Markdown, text, CSV, JSON) and gives its text page by page. With a question it searches the whole document and " +
      "gives the passages that fit best, quoted with their pages. Does not compute: use query_data for sums over tables.",
    examples: [
      "Summarise contract.pdf",
      "What does the report say about costs?",
      "Read the attached Word document",
      "What is the notice period in lease.docx?",
      "Open page 3 of manual.pdf",
      "Which deadlines are mentioned in the tender document?",
      "What is in this PDF?",
      "Compare the two agreements",
    ],
    input,
    effect: "read",
    repeatable: true,
    cacheable: true,
    timeoutMs: 60_000,
    describe: ({ path }, folders) => ({
      effect: "read",
      summary: `read the document ${path.slice(0, 100)}`,
      ...pathsRead(folders, path),
    }),
    execute: (given, context) => settleCall(context, () => read(given, context)),
  });
}

async function read(given: z.infer<typeof input>, context: ToolContext): Promise<ToolOutput> {
  const { path } = given;
  const wish = wishFor(given);
  const bytes = await context.readFile(path);
  const document = await extractDocument({ name: path, bytes, mediaType: mediaTypeOf(path, bytes), wish }, context);
  if ("problem" in document) {
    const claimed = /\.(pdf|docx)$/i.exec(path)?.[1]?.toUpperCase();
    const hint =
      claimed !== undefined && /neither|valid|Word document/.test(document.problem)
        ? ` The name says ${claimed}; check the file.`
        : "";
    return { ok: false, text: `${path} could not be read: ${document.problem}.${hint}` };
  }
  if (document.pages.length === 0) {
    return {
      ok: false,
      text: `${path} has ${document.totalPages} page${document.totalPages === 1 ? "" : "s"}, and none of those asked for.`,
    };
  }
  return {
    ok: true,
    ...answerFromDocument(path, document, given),
    sources: [{ title: document.title ?? path, location: path }],
    labels: [sourceLabel(path)],
  };
}
