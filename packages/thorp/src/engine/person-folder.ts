/** Where runs of people read and write files: not in each other's. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Accounts } from "../accounts/accounts.ts";
import type { RunOwner } from "../events/run-request.ts";

/** What a folder of somebody is made of. */
export interface PersonFolderOptions {
  readonly users: Pick<Accounts["users"], "find">;
  readonly dataFolder: string;
  /** That of whoever runs the server, and of the admins, who may read all of it anyway. */
  readonly workspace: string;
}

/** Made when it is not there. Users who are no admins get `people/ID` in the data folder. */
export async function personFolder(
  owner: RunOwner | undefined,
  { users, dataFolder, workspace }: PersonFolderOptions,
): Promise<string> {
  if (owner === undefined || users.find(owner.user)?.role === "admin") return workspace;
  const folder = join(dataFolder, "people", owner.user.replace(/\W/g, "_"));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}
