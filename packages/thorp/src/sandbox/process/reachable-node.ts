/** The Node that we run on, for programs in the cage: most machines with Thorp have no other. */
import { realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Its path, or undefined where `user` could not start it: below a home that is closed to others. */
export async function reachableNode(user: number | undefined): Promise<string | undefined> {
  const file = await realpath(process.execPath).catch(() => undefined);
  if (file === undefined || user === undefined) return file;
  for (let path = file; ; path = dirname(path)) {
    const { mode } = await stat(path);
    if ((mode & 0o001) === 0) return undefined;
    if (path === dirname(path)) return file;
  }
}
