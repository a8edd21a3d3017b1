/** `thorp mcp check`: a look at a server, and the agreement of a person to what it offers. */
import { ThorpError } from "../../base/errors.ts";
import { countWords } from "../../base/words.ts";
import type { McpDesk, ServerLook } from "../../engine/mcp/mcp-desk.ts";
import { createPrompts } from "../ask/prompts.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { catalogueWords, launchLine } from "./show-server.ts";
import { openMcpDesk } from "./with-mcp-desk.ts";

/** As typed. */
export interface CheckServerOptions extends CommonOptions {
  readonly yes?: boolean;
}

/** Nothing is started that nobody agreed to. Throws `approval-denied` where nobody can be asked, or says no. */
export async function checkServer(context: CommandContext, name: string, options: CheckServerOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const desk = await openMcpDesk(await readConfig(context, options));
  const server = await desk.show(name);
  if (!options.json) stderr.write(`${launchLine(server)}\n`);
  if (server.record === undefined && server.kind === "program") {
    // Who says yes beforehand knows what he starts.
    if (!options.json && !options.yes)
      stderr.write(`${await desk.holdsBack(name)}
`);
    await demandYes(context, options, "Start it?");
  }
  const interrupt = listenForInterrupt(context.surroundings);
  const look = await desk.look(name, interrupt.signal).finally(() => interrupt.stop());
  if (options.json) stdout.write(`${JSON.stringify(look, null, 2)}\n`);
  else stdout.write(catalogueWords(name, look.catalogue, desk));
  if (server.record !== undefined && !isDifferent(look)) {
    await desk.agree(name, look);
    if (!options.json) stderr.write("Nothing has changed since you agreed.\n");
    return;
  }
  await agreeTo(context, { desk, name, look, isNew: server.record === undefined }, options);
}

interface Agreement {
  readonly desk: McpDesk;
  readonly name: string;
  readonly look: ServerLook;
  readonly isNew: boolean;
}

async function agreeTo(context: CommandContext, given: Agreement, options: CheckServerOptions): Promise<void> {
  const { desk, name, look, isNew } = given;
  const { stderr } = context.surroundings;
  if (options.json && !options.yes) return;
  if (!isNew) stderr.write(differenceWords(look));
  await demandYes(
    context,
    options,
    `Let agents use ${isNew ? countWords(look.catalogue.tools.length, "tool") : "it like this"}?`,
  );
  await desk.agree(name, look);
  if (options.json) return;
  stderr.write(`Agreed. An agent uses them when its file names them: tools: [mcp:${name}]\n`);
}

function isDifferent({ difference }: ServerLook): boolean {
  return Object.values(difference).some((names) => names.length > 0);
}

function differenceWords({ difference }: ServerLook): string {
  const lines = Object.entries(difference).flatMap(([what, names]: [string, readonly string[]]) =>
    names.length === 0 ? [] : [`  ${what}: ${names.join(", ")}\n`],
  );
  return `Since you agreed:\n${lines.join("")}`;
}

async function demandYes(
  { surroundings }: CommandContext,
  { yes, json }: CheckServerOptions,
  question: string,
): Promise<void> {
  if (yes) return;
  const { stdin, stderr } = surroundings;
  const isAsked = stdin.isTTY === true && stderr.isTTY === true && !json;
  if (isAsked && (await createPrompts({ stdin, stderr }).confirm(question)) === true) return;
  throw new ThorpError("approval-denied", isAsked ? "It was not agreed to." : "Nobody is here to agree to it.", {
    hint: "Run it in a terminal, or add --yes when you know what it starts.",
  });
}
