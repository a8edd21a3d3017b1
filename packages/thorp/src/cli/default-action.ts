/** What a command with sub-commands does when none is named; a misspelt one is not taken for an argument. */
import type { Command } from "commander";
import { ThorpError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";

/** `thorp keys list` is what somebody types who comes from `thorp runs list`; it is `thorp keys` too. */
const PLAIN = new Set(["list", "show"]);

/** Throws `usage` with the nearest name for a word that is no sub-command, but for the words that mean none. */
export function actByDefault<Options>(command: Command, act: (options: Options) => Promise<void>): Command {
  // Commander hands words that name no sub-command to the parent.
  command.usage("[options] [command]");
  return command.argument("[command]").action(async (word: string | undefined, options: Options) => {
    const isPlain = word === undefined || (command.parent !== null && PLAIN.has(word));
    if (!isPlain) throw unknownCommand(word, command);
    await act(options);
  });
}

/** A `usage` error that names the nearest command. */
function unknownCommand(word: string, command: Command): ThorpError {
  const close = nearest(
    word,
    command.commands.map((candidate) => candidate.name()),
  );
  const path = command.parent === null ? "" : `${command.name()} `;
  return new ThorpError(
    "usage",
    `There is no command ${path}${word}.${close === undefined ? "" : ` Did you mean ${path}${close}?`}`,
  );
}
