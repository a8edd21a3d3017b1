/** For commands about people: an engine that owns the data folder for a moment. */
import type { Accounts, Actor } from "../../accounts/accounts.ts";
import { ThorpError } from "../../base/errors.ts";
import { type CommandContext, type CommonOptions, readConfig, withThorp } from "../command-context.ts";
import { openWhenFree } from "../open-when-free.ts";

/** Whoever may write the data folder may do everything; the log says that it was done here. */
export const terminalActor: Actor = { who: "terminal" };

/** Throws `data-locked` at once where a server has the folder: that one answers over its own routes. */
export async function withAccounts<Result>(
  context: CommandContext,
  options: CommonOptions,
  use: (accounts: Accounts) => Promise<Result>,
): Promise<Result> {
  const config = await readConfig(context, options);
  if (config.settings.dataDir === "memory")
    throw new ThorpError("usage", "With the data folder `memory` nothing is kept, so there are no users.");
  const opened = openWhenFree(context, config, {
    ...{ describe: "`thorp` (accounts)", wait: false, quiet: options.json },
    // A server that is named is asked, and says that it cannot; nothing is done here instead.
    attach: config.settings.server !== undefined,
  });
  const thorp = await opened.catch((error: unknown) => {
    if (!(error instanceof ThorpError) || error.code !== "data-locked") throw error;
    throw new ThorpError("data-locked", error.message, {
      hint: "Stop it for a moment, or use its page or its routes under /api, which do the same.",
    });
  });
  return withThorp(thorp, ({ accounts }) => use(accounts));
}

/** Id of the user with that name or id. Throws `user-unknown`. */
export function userNamed(accounts: Accounts, wanted: string): string {
  const user = accounts.users.find(wanted);
  if (user === undefined) throw new ThorpError("user-unknown", `There is no user ${wanted}.`);
  return user.id;
}

/** `2026-11-27 14:05` in UTC. */
export function timeWords(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}
