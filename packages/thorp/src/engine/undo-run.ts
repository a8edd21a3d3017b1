/** Takes back what a run did to files: new ones removed, changed ones restored, what changed again since left alone. */
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import type { RunEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";
import type { Undone } from "./thorp.ts";

/** Milliseconds by which a file may be newer than the event that noted it: the tool wrote right after the note. */
const WRITE_SLACK_MS = 5_000;

/** Files that were changed again since are left alone. Doing it twice changes nothing more. */
export async function undoRun(events: readonly RunEvent[], store: Pick<Store, "blob">): Promise<Undone> {
  const restored: string[] = [];
  const removed: string[] = [];
  const left: string[] = [];
  const seen = new Set<string>();
  const changes = events.flatMap((event) => (event.type === "file-change" ? [event] : []));
  for (const change of changes) {
    // The first change of a file knows what was there before the run.
    if (seen.has(change.file)) continue;
    seen.add(change.file);
    const lastAt = changes.findLast((other) => other.file === change.file)?.at ?? change.at;
    const found = await stat(change.file).catch(() => undefined);
    if (found === undefined) continue;
    if (found.mtimeMs > stepEndAfter(events, lastAt) + WRITE_SLACK_MS) left.push(change.file);
    else if (change.before === undefined) {
      await rm(change.file);
      removed.push(change.file);
    } else {
      const bytes = await store.blob(change.before);
      if (bytes === undefined) left.push(change.file);
      else if (!Buffer.from(bytes).equals(await readFile(change.file))) {
        await writeFile(change.file, bytes);
        restored.push(change.file);
      }
    }
  }
  return { restored, removed, left };
}

function stepEndAfter(events: readonly RunEvent[], at: number): number {
  return events.find((event) => event.type === "step-end" && event.at >= at)?.at ?? at;
}
