/** What a process and all that it started use together, as /proc tells. */
import { readdir, readFile } from "node:fs/promises";

/** Everything below a process, itself among it. */
export interface TreeUsage {
  readonly pids: readonly number[];
  /** Bytes of memory that are really used; what processes share counts for each. */
  readonly memoryBytes: number;
  /** Threads of all of them. */
  readonly tasks: number;
}

/** So that a fork bomb cannot keep the counting busy. */
const MOST_LOOKED_AT = 4000;
const PAGE = 4096;

/** Undefined where there is no /proc, or the process is gone. */
export async function processTree(root: number): Promise<TreeUsage | undefined> {
  const pids = [root];
  let memoryBytes = 0;
  let tasks = 0;
  for (let at = 0; at < pids.length && at < MOST_LOOKED_AT; at++) {
    const pid = pids[at] ?? root;
    const threads = await readdir(`/proc/${pid}/task`).catch(() => undefined);
    if (threads === undefined) {
      if (pid === root) return undefined;
      continue;
    }
    tasks += threads.length;
    const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
    const [, resident = "0", shared = "0"] = statm.split(" ");
    // Pages of files that are mapped belong to the system, and a forked copy shares them.
    memoryBytes += (Number(resident) - Number(shared)) * PAGE;
    for (const thread of threads) {
      const children = await readFile(`/proc/${pid}/task/${thread}/children`, "utf8").catch(() => "");
      for (const child of children.split(" ")) if (child !== "") pids.push(Number(child));
    }
  }
  return { pids, memoryBytes, tasks };
}
