/** The tool `fetch_page`: one page of the public web as text. */
import { z } from "zod";
import { answerFromDocument, wishFor } from "../documents/document-answer.ts";
import { extractDocument } from "../documents/extract-document.ts";
import { mediaTypeOf } from "../media-type.ts";
import { settleCall } from "../settle-call.ts";
import { defineTool, type FetchedPage, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";

const input = z.object({
  url: z.string().min(1).max(8192).describe("The whole address, beginning with https:// or http://"),
  question: z
    .string()
    .max(2000)
    .optional()
    .describe("What is to be found out; gives the passages that fit best instead of the whole page"),
});

/** Public addresses only; menus, scripts and pictures are left out, links are kept. */
export function createFetchPageTool(): Tool {
  return defineTool({
    name: "fetch_page",
    capability: "web-fetch",
    description:
      "Fetches one web page or online document (HTML, PDF, text, JSON) by its address and gives its text. With a question it gives the passages that fit best. " +
      "Needs a whole URL; it does not search the web, log in or fill in forms.",
    examples: [
      "Read https://example.org/article",
      "What does this page say: https://example.com/pricing",
      "Summarise https://blog.example.net/post",
      "Open the link and tell me the opening hours",
      "Fetch https://api.example.org/status.json",
      "Check on the company's website what it costs",
    ],
    input,
    effect: "fetch",
    repeatable: true,
    cacheable: false,
    // Each page has an owner of its own, who was not asked.
    terms: { provider: "web", cacheMs: 0, training: "unknown" },
    timeoutMs: 75_000,
    describe: ({ url }) => ({ effect: "fetch", summary: `fetch ${url.slice(0, 200)}`, urls: [url] }),
    execute: (given, context) => settleCall(context, () => fetched(given, context)),
  });
}

async function fetched(given: z.infer<typeof input>, context: ToolContext): Promise<ToolOutput> {
  context.progress(`fetching ${given.url.slice(0, 100)}`);
  const page = await context.fetchPage(given.url);
  if (page.status >= 400)
    return { ok: false, text: `${page.url} answered with status ${page.status}${reasons[page.status] ?? ""}.` };
  if (page.bytes.length === 0)
    return { ok: false, text: `${page.url} answered with an empty page (status ${page.status}).` };
  const wish = wishFor(given);
  const { mediaType, charset } = contentOf(page);
  const extract = { name: new URL(page.url).pathname, bytes: page.bytes, mediaType, baseUrl: page.url, wish };
  const document = await extractDocument(charset === undefined ? extract : { ...extract, charset }, context);
  if ("problem" in document)
    return { ok: false, text: `${page.url} was fetched but could not be read: ${document.problem}.` };
  return {
    ok: true,
    ...answerFromDocument(page.url, document, given),
    sources: [{ title: document.title ?? page.url, location: page.url }],
    labels: [`web:${page.url}`],
  };
}

const reasons: Readonly<Record<number, string>> = {
  401: " (it wants a login)",
  403: " (access is not allowed)",
  404: " (there is no such page)",
  410: " (the page was removed)",
  429: " (too many requests; try later)",
  500: " (the server has an error)",
  503: " (the server is not available)",
};

/** Servers are often wrong about binary files and about text; the bytes decide what they can decide. */
function contentOf({ url, mediaType, bytes }: FetchedPage): {
  readonly mediaType: string;
  readonly charset: string | undefined;
} {
  const [stated = "", charset] = mediaType.split(";charset=");
  const found = mediaTypeOf(new URL(url).pathname, bytes);
  const isVague = stated === "application/octet-stream" || stated === "text/plain" || stated === "binary/octet-stream";
  const isBinary =
    !found.startsWith("text/") &&
    !["application/json", "application/xml", "application/yaml", "application/x-ndjson"].includes(found);
  return { mediaType: isVague || isBinary || !isKnown(stated) ? found : stated, charset };
}

/** A stated type that readers tell apart; any other is judged by the bytes. */
function isKnown(mediaType: string): boolean {
  return (
    mediaType.startsWith("text/") ||
    /^application\/(?:json|xhtml\+xml|xml|pdf|x-ndjson|[\w.-]+\+(?:json|xml))$/.test(mediaType)
  );
}
