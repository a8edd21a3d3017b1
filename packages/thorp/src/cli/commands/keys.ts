/** `thorp keys`: API keys of users. */
import { Command } from "commander";
import type { KeyOptions } from "../accounts/change-keys.ts";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";

/** Without a subcommand it lists. */
export function keysCommand(context: CommandContext): Command {
  const keys = new Command("keys").description("API keys for programs that use the server");
  for (const command of [addKeyCommand, revokeCommand]) keys.addCommand(command(context));
  return actByDefault(addCommonOptions(keys, { json: "the list as JSON" }), async (options: CommonOptions) => {
    const { showKeys } = await import("../accounts/change-keys.ts");
    await showKeys(context, options);
  });
}

function addKeyCommand(context: CommandContext): Command {
  const command = new Command("add")
    .description("make a key for a user; it is written to standard output, this once")
    .argument("<user>", "name or id")
    .option("--name <words>", "what it is for")
    .option("--scopes <list>", "of runs:read, runs:write, v1, account, admin (default: runs:read,runs:write,v1)")
    .option("--days <number>", "it expires after so many days (default: never)");
  return addCommonOptions(command, { json: "the key as JSON" }).action(async (user: string, options: KeyOptions) => {
    const { addKey } = await import("../accounts/change-keys.ts");
    await addKey(context, user, options);
  });
}

function revokeCommand(context: CommandContext): Command {
  const command = new Command("revoke").description("end a key, at once and for good").argument("<id>");
  return addCommonOptions(command).action(async (id: string, options: CommonOptions) => {
    const { revokeKey } = await import("../accounts/change-keys.ts");
    await revokeKey(context, id, options);
  });
}
