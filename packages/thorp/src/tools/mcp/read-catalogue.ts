/** Everything that a server offers, bounded and cleaned: what it says of itself is text from outside. */
import type { Client, Tool as McpTool } from "@modelcontextprotocol/client";
import type { Json } from "../../base/json.ts";
import { type RecordedTool, type ServerRecord, toolHash } from "./server-record.ts";

/** What is agreed to, without the agreement. */
export type ServerCatalogue = Omit<ServerRecord, "version" | "launch" | "agreedAt">;

const MOST_TOOLS = 300;
const MOST_LISTED = 200;
const LONGEST_SCHEMA = 40_000;
const LONGEST_TEXT = 1200;

/** Throws what the client throws. */
export async function readCatalogue(client: Client, signal: AbortSignal): Promise<ServerCatalogue> {
  const how = { signal, timeout: 20_000 };
  const can = client.getServerCapabilities() ?? {};
  const server = client.getServerVersion();
  const tools = can.tools === undefined ? [] : await readTools(client, signal);
  const { resources = [] } = can.resources === undefined ? {} : await client.listResources({}, how);
  const { resourceTemplates = [] } = can.resources === undefined ? {} : await client.listResourceTemplates({}, how);
  const { prompts = [] } = can.prompts === undefined ? {} : await client.listPrompts({}, how);
  return {
    protocol: client.getNegotiatedProtocolVersion() ?? "unknown",
    server: { name: cleanText(server?.name ?? "unnamed", 100), version: cleanText(server?.version ?? "", 50) },
    tools,
    resources: resources.slice(0, MOST_LISTED).map((each) => ({ ...named(each), uri: each.uri.slice(0, 2000) })),
    templates: resourceTemplates
      .slice(0, MOST_LISTED)
      .map((each) => ({ ...named(each), uriTemplate: each.uriTemplate.slice(0, 2000) })),
    prompts: prompts.slice(0, MOST_LISTED).map((each) => ({
      ...named(each),
      ...(each.arguments === undefined
        ? {}
        : {
            arguments: each.arguments.slice(0, 30).map((argument) => ({
              ...named(argument),
              ...(argument.required === undefined ? {} : { required: argument.required }),
            })),
          }),
    })),
  };
}

/** The tools as they are now. One whose schema is too large to be of use is left out. */
export async function readTools(
  client: Client,
  signal: AbortSignal,
): Promise<readonly RecordedTool[] & ServerCatalogue["tools"]> {
  const { tools } = await client.listTools({}, { signal, timeout: 20_000, cacheMode: "refresh" });
  return tools.slice(0, MOST_TOOLS).flatMap((tool) => recorded(tool) ?? []);
}

function recorded(tool: McpTool): RecordedTool | undefined {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  if (JSON.stringify(inputSchema).length > LONGEST_SCHEMA) return undefined;
  const isSmall = outputSchema !== undefined && JSON.stringify(outputSchema).length <= LONGEST_SCHEMA;
  const found = {
    name,
    ...(title === undefined ? {} : { title: cleanText(title, 100) }),
    ...(description === undefined ? {} : { description: cleanText(description, LONGEST_TEXT) }),
    inputSchema: inputSchema as Record<string, Json>,
    ...(isSmall ? { outputSchema: outputSchema as Record<string, Json> } : {}),
    ...(annotations === undefined ? {} : { annotations: annotations as Record<string, Json> }),
  } as Omit<RecordedTool, "hash">;
  return { ...found, hash: toolHash(found) };
}

function named(each: { readonly name: string; readonly description?: string | undefined }) {
  const { name, description } = each;
  return {
    name: cleanText(name, 200),
    ...(description === undefined ? {} : { description: cleanText(description, 400) }),
  };
}

/** One line without signs that nobody sees: controls, marks of direction, tags, zero width. */
export function cleanText(text: string, longest: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u{e0000}-\u{e007f}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
