/** All commands of a chat, in the order of the help. */
import { ThorpError } from "../../../base/errors.ts";
import { nearest } from "../../../base/nearest.ts";
import type { Chat } from "../chat.ts";
import type { ChatCommand, CommandEnd, CommandLine } from "./command.ts";
import { newCommand, retryCommand, undoCommand } from "./exchange-commands.ts";
import { attachCommand, filesCommand, saveCommand } from "./file-commands.ts";
import { costCommand, followCommand, historyCommand, quitCommand } from "./look-commands.ts";
import { planCommand } from "./plan-command.ts";
import { approveCommand, modelCommand, teamCommand } from "./settings-commands.ts";

const helpCommand: ChatCommand = {
  name: "help",
  description: "this list",
  isImmediate: true,
  async run({ screen, context }) {
    screen.print(helpText(context.terminal.paint.dim));
    return undefined;
  },
};

/** Whatever is not here is no command; help and completion show them in this order. */
export const chatCommands: readonly ChatCommand[] = [
  helpCommand,
  teamCommand,
  modelCommand,
  planCommand,
  approveCommand,
  costCommand,
  undoCommand,
  retryCommand,
  filesCommand,
  attachCommand,
  newCommand,
  historyCommand,
  followCommand,
  saveCommand,
  quitCommand,
];

/** Throws `usage` with the nearest name for a command that is not there. */
export function findCommand(name: string): ChatCommand {
  const found = chatCommands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const close = nearest(
    name,
    chatCommands.map((command) => command.name),
  );
  const hint =
    close === undefined
      ? "/help lists the commands; // sends text that begins with a slash."
      : `Did you mean /${close}?`;
  throw new ThorpError("usage", `There is no command /${name}.`, { hint });
}

/** Throws `usage` for a name that is not there, and whatever the command throws. */
export async function runCommand(chat: Chat, { name, argument }: CommandLine): Promise<CommandEnd> {
  return findCommand(name).run(chat, argument);
}

/** For the page and for `/help`. */
export function helpText(dim: (text: string) => string = (text) => text): string {
  const names = chatCommands.map(({ name, argument }) => `/${name}${argument === undefined ? "" : ` ${argument}`}`);
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const rows = chatCommands.map(({ description }, at) => `${(names[at] ?? "").padEnd(width)}${dim(description)}`);
  const more = [
    "/SERVER:PROMPT calls a prompt of an MCP server, @SERVER:URI sends a resource of one along.",
    "A line that ends in a backslash goes on; three backticks open and close a block.",
    "Ctrl-C stops the run; what was written stays. Ctrl-C on an empty line, twice, or Ctrl-D leaves.",
    "What you type while a run works is asked afterwards.",
  ];
  return [...rows, "", ...more.map(dim)].map((line) => `${line}\n`).join("");
}
