/**
 * The folder of a sandbox that has none of somebody else.
 *
 * It lies in the system's folder for temporary files: when Thorp runs as root its programs run as nobody, who cannot reach
 * into a folder of root, and whose processes the kernel counts (those of root it does not).
 */
import { chown, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder, and whom programs in it run as; undefined for who we are. */
export interface OwnFolder {
  readonly path: string;
  readonly user?: number;
  remove(): Promise<void>;
}

/** The user without rights, on every Linux. */
const NOBODY = 65_534;
const PREFIX = "thorp-sandbox-";

/** Empty, and open for nobody else. */
export async function makeOwnFolder(): Promise<OwnFolder> {
  const path = await mkdtemp(join(await realpath(tmpdir()), `${PREFIX}${process.pid}-`));
  const user = process.getuid?.() === 0 ? NOBODY : undefined;
  if (user !== undefined) await chown(path, user, user);
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 3 });
  return { path, remove, ...(user === undefined ? {} : { user }) };
}

/** Removes what a process left that was killed: its number stands in the name. */
export async function removeLeftFolders(): Promise<void> {
  const parent = await realpath(tmpdir());
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
