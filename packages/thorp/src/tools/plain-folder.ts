/** Whether a folder inside another is one, without a link on the way that could lead elsewhere. */
import { lstat } from "node:fs/promises";
import { join } from "node:path";

/** Why `path` (with `/`) in `root` cannot be used, to follow its name; undefined when it can. */
export async function plainFolderProblem(root: string, path: string): Promise<string | undefined> {
  const parts = path.split("/");
  for (let depth = 1; depth <= parts.length; depth++) {
    const stats = await lstat(join(root, ...parts.slice(0, depth))).catch(() => undefined);
    if (stats === undefined) return "is not in the team's folder";
    if (stats.isSymbolicLink()) return "is reached over a symbolic link, and links are not followed";
    if (!stats.isDirectory()) return "is not a folder";
  }
  return undefined;
}
