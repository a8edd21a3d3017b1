/** `thorp mcp show`: what was agreed to. */
import { ThorpError } from "../../base/errors.ts";
import type { McpDesk, ServerLook, ShownServer } from "../../engine/mcp/mcp-desk.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { openMcpDesk } from "./with-mcp-desk.ts";

type Catalogue = ServerLook["catalogue"];

/** Throws `usage` for a name that is not there, and for a server that nobody agreed to. */
export async function showServer(context: CommandContext, name: string, options: CommonOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const desk = await openMcpDesk(await readConfig(context, options));
  const server = await desk.show(name);
  if (options.json) return void stdout.write(`${JSON.stringify(server, null, 2)}\n`);
  if (server.record === undefined)
    throw new ThorpError("usage", `Nobody has agreed to the MCP server ${name} yet: ${server.launch}`, {
      hint: `Run \`thorp mcp check ${name}\` to look at it and agree.`,
    });
  stdout.write(`${launchLine(server)}\n${catalogueWords(name, server.record, desk)}`);
}

/** One line that says what it is and what is started or asked. */
export function launchLine({ name, kind, launch }: ShownServer): string {
  return `${name} ${kind === "program" ? "starts" : "asks"} ${launch}`;
}

/** Tools, resources and prompts in words; what a server wrote stands in it on lines of its own. */
export function catalogueWords(name: string, catalogue: Catalogue, desk: Pick<McpDesk, "toolName">): string {
  const { server, protocol, tools, resources, templates, prompts } = catalogue;
  const said = (text: string | undefined) => (text === undefined ? "" : `\n      ${text}`);
  const hintsOf = (annotations: Readonly<Record<string, unknown>> = {}): string => {
    const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];
    const given = hints.filter((hint) => annotations[hint] === true).map((hint) => hint.replace("Hint", ""));
    return given.length === 0 ? "" : ` (says of itself: ${given.join(", ")})`;
  };
  const parts = [
    [
      "Tools",
      tools.map((tool) => `${desk.toolName(name, tool.name)}${hintsOf(tool.annotations)}${said(tool.description)}`),
    ],
    [
      "Resources",
      [
        ...resources.map(({ uri, description }) => `${uri}${said(description)}`),
        ...templates.map(({ uriTemplate, description }) => `${uriTemplate}${said(description)}`),
      ],
    ],
    [
      "Prompts",
      prompts.map(({ name: prompt, description, arguments: takes = [] }) => {
        const words = takes.map(({ name: argument, required }) => (required ? argument : `[${argument}]`));
        return `${[prompt, ...words].join(" ")}${said(description)}`;
      }),
    ],
  ] as const;
  const lists = parts.flatMap(([title, lines]) =>
    lines.length === 0 ? [] : [`${title}\n${lines.map((line) => `  ${line}\n`).join("")}`],
  );
  return `It calls itself ${server.name} ${server.version} and speaks the protocol ${protocol}.\n${lists.join("")}`;
}
