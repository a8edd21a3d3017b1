/** For commands about people: the accounts of the server that runs, else of the data folder. */
import { ThorpError } from "../../base/errors.ts";
import type { Reach } from "../attach/reach-server.ts";
import { type CommandContext, type CommonOptions, readConfig, withThorp } from "../command-context.ts";
import { openWhenFree } from "../open-when-free.ts";
import { type AccountDesk, ownAccountDesk } from "./account-desk.ts";

/** A server that is named does it, or the one that has the data folder; else this process owns the folder for a moment. */
export async function withAccounts<Result>(
  context: CommandContext,
  options: CommonOptions,
  use: (desk: AccountDesk) => Promise<Result>,
): Promise<Result> {
  const config = await readConfig(context, options);
  const { server, dataDir } = config.settings;
  if (server !== undefined) {
    const { reachNamed } = await import("../attach/attach.ts");
    return attached(reachNamed(server, config), server, use);
  }
  if (dataDir === "memory")
    throw new ThorpError("usage", "With the data folder `memory` nothing is kept, neither users nor rules.");
  const opened = openWhenFree(context, config, {
    ...{ describe: "`thorp` (accounts)", wait: false, quiet: options.json, attach: false },
  });
  try {
    return await withThorp(await opened, ({ accounts }) => use(ownAccountDesk(accounts)));
  } catch (error) {
    if (!(error instanceof ThorpError) || error.code !== "data-locked") throw error;
    const { reachOwner } = await import("../attach/attach.ts");
    const owner = await reachOwner(dataDir);
    if (owner !== undefined) return attached(owner.reach, owner.url, use);
    throw new ThorpError("data-locked", error.message, { hint: "Wait until it has ended, then run this again." });
  }
}

async function attached<Result>(
  reach: Reach,
  url: string,
  use: (desk: AccountDesk) => Promise<Result>,
): Promise<Result> {
  const { attachedAccountDesk } = await import("../attach/accounts-attached.ts");
  return use(await attachedAccountDesk(reach, url.replace(/\/+$/, "")));
}

/** Id of the user with that name or id. Throws `user-unknown`. */
export function userNamed({ users }: Pick<AccountDesk, "users">, wanted: string): string {
  const name = wanted.toLowerCase();
  const user = users.find((each) => each.id === wanted || each.name.toLowerCase() === name);
  if (user === undefined) throw new ThorpError("user-unknown", `There is no user ${wanted}.`);
  return user.id;
}

/** `2026-11-27 14:05` in UTC. */
export function timeWords(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}
