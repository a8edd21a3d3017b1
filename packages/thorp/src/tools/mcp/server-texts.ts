/** Prompts and resources of a server, for the person who asks for them by name. */
import type { Client, ContentBlock, ResourceContents } from "@modelcontextprotocol/client";
import { ThorpError } from "../../base/errors.ts";
import type { McpServer } from "../mcp-server.ts";
import type { ReadResource, SourceTexts } from "../source-texts.ts";
import { serverError } from "./call-server.ts";
import { cleanText } from "./read-catalogue.ts";
import { readServerRecord } from "./server-record.ts";

/** The server, what was agreed to, and its connection. */
export interface ServerTextsOptions {
  readonly server: McpServer;
  /** Where the record lies. */
  readonly folder: string;
  readonly use: <Result>(signal: AbortSignal, work: (client: Client) => Promise<Result>) => Promise<Result>;
}

/** Characters; more than a model reads at once anyway. */
const LONGEST_PROMPT = 200_000;
const TIMEOUT_MS = 60_000;

/** Connects to nothing before the first prompt or resource. */
export function createServerTexts({ server, folder, use }: ServerTextsOptions): SourceTexts {
  const asked = async <Result>(signal: AbortSignal, work: (client: Client) => Promise<Result>): Promise<Result> => {
    // A server that nobody agreed to is not started, whoever names it.
    if ((await readServerRecord(folder, server)) === undefined)
      throw new ThorpError("tool-failed", `Nobody has agreed to the MCP server ${server.name} yet.`, {
        hint: `Run \`thorp mcp check ${server.name}\`.`,
      });
    try {
      return await use(signal, work);
    } catch (error) {
      if (signal.aborted || error instanceof ThorpError) throw error;
      throw serverError(server, error);
    }
  };
  const how = (signal: AbortSignal) => ({ signal, timeout: TIMEOUT_MS, maxTotalTimeout: TIMEOUT_MS });
  return {
    name: server.name,
    async list() {
      const record = await readServerRecord(folder, server);
      const prompts = (record?.prompts ?? []).map(({ arguments: gaps = [], ...prompt }) => ({
        ...withDescription(prompt),
        arguments: gaps.map((gap) => ({ ...withDescription(gap), isRequired: gap.required === true })),
      }));
      const resources = (record?.resources ?? []).map((resource) => ({
        ...withDescription(resource),
        uri: resource.uri,
      }));
      return { prompts, resources };
    },
    prompt: (name, filled, signal) =>
      asked(signal, async (client) => {
        const { messages } = await client.getPrompt({ name, arguments: { ...filled } }, how(signal));
        const said = messages.map(({ role, content }) => ({ role, text: textOf(content) }));
        const isTalk = said.some(({ role }) => role !== "user");
        return said
          .map(({ role, text }) => (isTalk ? `${role}: ${text}` : text))
          .join("\n\n")
          .slice(0, LONGEST_PROMPT);
      }),
    resource: (uri, signal) =>
      asked(signal, async (client) => {
        const { contents } = await client.readResource({ uri }, { ...how(signal), cacheMode: "bypass" });
        return resourceFrom(uri, contents);
      }),
  };
}

function withDescription({ name, description }: { readonly name: string; readonly description?: string | undefined }) {
  return { name, ...(description === undefined ? {} : { description }) };
}

function textOf(content: ContentBlock): string {
  switch (content.type) {
    case "text":
      return content.text;
    case "resource":
      return "text" in content.resource ? String(content.resource.text) : `[${content.resource.uri}, left out]`;
    case "resource_link":
      return `${cleanText(content.title ?? content.name, 200)}: ${content.uri.slice(0, 2000)}`;
    case "image":
    case "audio":
      return `[${content.type}, left out]`;
  }
}

/** Several parts of text are one file; of bytes the first counts. */
function resourceFrom(uri: string, contents: readonly ResourceContents[]): ReadResource {
  const texts = contents.flatMap((part) => ("text" in part ? [String(part.text)] : []));
  const [first] = contents;
  const type = first?.mimeType ?? (texts.length > 0 ? "text/plain" : "application/octet-stream");
  const mediaType = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(type) ? type : "application/octet-stream";
  const name = nameOf(uri, mediaType);
  if (texts.length > 0) return { name, mediaType, bytes: Buffer.from(texts.join("\n\n")) };
  const bytes = first !== undefined && "blob" in first ? Buffer.from(String(first.blob), "base64") : Buffer.alloc(0);
  return { name, mediaType, bytes };
}

const endings: Readonly<Record<string, string>> = {
  "text/plain": "txt",
  "text/markdown": "md",
  "text/csv": "csv",
  "text/html": "html",
  "application/json": "json",
  "application/pdf": "pdf",
};

/** A name without a folder, as attachments have it. */
function nameOf(uri: string, mediaType: string): string {
  const last = uri.split(/[/?#]/).findLast((part) => part !== "") ?? "resource";
  const stem =
    last
      .replace(/[^\w.-]+/g, "-")
      .replace(/^[.-]+/, "")
      .slice(-60) || "resource";
  return /\.\w{1,5}$/.test(stem) ? stem : `${stem}.${endings[mediaType] ?? "bin"}`;
}
