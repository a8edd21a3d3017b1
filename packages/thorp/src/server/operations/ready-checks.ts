/** What must be well for the server to take work. */
import { failureFrom } from "../../base/errors.ts";
import type { Operations } from "../../engine/operations.ts";
import { freeBytes } from "./data-folder.ts";

/** One of the checks; `detail` says what is wrong, or how much is left. */
export interface ReadyCheck {
  readonly name: "record" | "disk" | "taking work";
  readonly ok: boolean;
  readonly detail?: string;
}

/** Below this a run may not be able to end. */
const LITTLE_SPACE = 50_000_000;

/** Asks the thread that writes whether it could, so that a thread which hangs or is gone is found out too. */
export async function readyChecks({
  operations,
  isDraining,
}: {
  readonly operations: Pick<Operations, "checkStore" | "folder">;
  readonly isDraining: boolean;
}): Promise<readonly ReadyCheck[]> {
  const record = await operations.checkStore().then(
    (): ReadyCheck => ({ name: "record", ok: true, detail: "open, its layout is current, and it can be written" }),
    // The message may name folders: that is for the log and for `thorp doctor`.
    (error: unknown): ReadyCheck => ({ name: "record", ok: false, detail: failureFrom(error).code }),
  );
  return [
    record,
    ...diskCheck(operations.folder),
    { name: "taking work", ok: !isDraining, ...(isDraining ? { detail: "winding down" } : {}) },
  ];
}

function diskCheck(folder: string | undefined): readonly ReadyCheck[] {
  if (folder === undefined) return [];
  try {
    const free = freeBytes(folder);
    return [{ name: "disk", ok: free > LITTLE_SPACE, detail: `${Math.floor(free / 1e6)} MB free` }];
  } catch {
    // Some file systems do not tell.
    return [];
  }
}
