/** A result of a server as an output of a tool: text bounded, pictures and files as artifacts, all of it from outside. */
import type { CallToolResult, ContentBlock, ResourceContents } from "@modelcontextprotocol/client";
import type { Json } from "../../base/json.ts";
import type { Label } from "../../base/label.ts";
import type { Artifact, Source } from "../../events/task-result.ts";
import type { ToolContext, ToolOutput } from "../tool.ts";
import { cleanText } from "./read-catalogue.ts";

/** What a model gets to read; the rest lies in an artifact. Characters. */
const LONGEST_TEXT = 16_000;
const LONGEST_DATA = 200_000;
const MOST_FILES = 20;

/** Its results inform and never command. */
function mcpLabel(server: string): Label {
  return `web:mcp:${server}`;
}

interface Gathered {
  readonly texts: string[];
  readonly artifacts: Artifact[];
  readonly sources: Source[];
}

/** A result that says it is an error is an expected failure. */
export async function outputFromMcp(
  { content, structuredContent, isError }: CallToolResult,
  server: string,
  context: ToolContext,
): Promise<ToolOutput> {
  const gathered: Gathered = { texts: [], artifacts: [], sources: [] };
  for (const block of content) await gather(block, gathered, context);
  const whole = gathered.texts.join("\n\n").trim();
  const structured = structuredContent === undefined ? undefined : JSON.stringify(structuredContent);
  const words = whole === "" ? (structured ?? "") : whole;
  if (isError) return { ok: false, text: words.slice(0, 2000) || "The tool failed and did not say why." };
  const text = await bounded(words, gathered, context);
  const isData = structured !== undefined && structured.length <= LONGEST_DATA;
  return {
    ok: true,
    text: text === "" ? emptyWords(gathered) : text,
    ...(isData ? { data: structuredContent as Json } : {}),
    artifacts: gathered.artifacts,
    sources: gathered.sources,
    labels: [mcpLabel(server)],
  };
}

/** What a resource holds, by the same rules. */
export async function outputFromResource(
  contents: readonly ResourceContents[],
  server: string,
  context: ToolContext,
): Promise<ToolOutput> {
  const blocks = contents.map((resource) => ({ type: "resource", resource }) as ContentBlock);
  return outputFromMcp({ content: blocks }, server, context);
}

async function gather(block: ContentBlock, into: Gathered, context: ToolContext): Promise<void> {
  switch (block.type) {
    case "text":
      into.texts.push(block.text);
      return;
    case "image":
    case "audio":
      return keep(into, context, { name: block.type, mediaType: block.mimeType, base64: block.data });
    case "resource_link":
      into.texts.push(`${cleanText(block.title ?? block.name, 200)}: ${block.uri.slice(0, 2000)}`);
      into.sources.push({ title: cleanText(block.title ?? block.name, 200), location: block.uri.slice(0, 2000) });
      return;
    case "resource": {
      const { resource } = block;
      into.sources.push({ title: resource.uri.slice(0, 200), location: resource.uri.slice(0, 2000) });
      if ("text" in resource) into.texts.push(String(resource.text));
      else if ("blob" in resource)
        await keep(into, context, {
          name: resource.uri.split("/").at(-1) || "resource",
          mediaType: resource.mimeType ?? "application/octet-stream",
          base64: String(resource.blob),
        });
    }
  }
}

interface Kept {
  readonly name: string;
  readonly mediaType: string;
  readonly base64: string;
}

async function keep(into: Gathered, context: ToolContext, { name, mediaType, base64 }: Kept): Promise<void> {
  if (into.artifacts.length >= MOST_FILES) return;
  const type = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(mediaType) ? mediaType : "application/octet-stream";
  const stem =
    name
      .replace(/[^\w.-]+/g, "-")
      .replace(/^[.-]+/, "")
      .slice(-60) || "file";
  const fileName = stem.includes(".") ? stem : `${stem}.${endings[type] ?? "bin"}`;
  const file = { name: fileName, title: fileName, mediaType: type, bytes: Buffer.from(base64, "base64") };
  const artifact = await context.createFile(file);
  into.artifacts.push(artifact);
  into.texts.push(`Kept as ${fileName} (${type}, ${artifact.bytes} bytes).`);
}

const endings: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "audio/wav": "wav",
  "audio/mpeg": "mp3",
  "application/json": "json",
  "application/pdf": "pdf",
  "text/plain": "txt",
};

async function bounded(text: string, into: Gathered, context: ToolContext): Promise<string> {
  if (text.length <= LONGEST_TEXT) return text;
  const file = { name: "result.txt", title: "The whole result", mediaType: "text/plain", bytes: text };
  const artifact = await context.createFile(file);
  into.artifacts.push(artifact);
  return `${text.slice(0, LONGEST_TEXT)}\n\n[Cut after ${LONGEST_TEXT} of ${text.length} characters; the whole is the artifact ${artifact.id}.]`;
}

function emptyWords({ artifacts }: Gathered): string {
  return artifacts.length > 0 ? "It gave files." : "It gave nothing back.";
}
