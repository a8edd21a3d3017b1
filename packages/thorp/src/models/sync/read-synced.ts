/**
 * The fast way into a file that a sync wrote: hundreds of lines, read at every start, which the YAML parser would take a
 * third of a second for. Each model stands on a line of its own as JSON.
 */
import { parseJson } from "../../base/json.ts";

/** How every such file begins. */
export const syncedMark = "# Written by `thorp models sync ";

/** The parts of the file, not yet checked against the schema. */
export interface SyncedText {
  readonly synced: unknown;
  readonly models: readonly unknown[];
  /** Line of each model, from 1. */
  readonly lines: readonly number[];
}

/** Undefined for anything but such a file as it was written; then the YAML parser has its say. */
export function readSyncedText(text: string): SyncedText | undefined {
  if (!text.startsWith(syncedMark)) return undefined;
  const models: unknown[] = [];
  const lines: number[] = [];
  let synced: unknown;
  for (const [at, line] of text.split("\n").entries()) {
    if (line.startsWith("  - {")) {
      const model = parseJson(line.slice(4));
      if (model === undefined) return undefined;
      models.push(model);
      lines.push(at + 1);
    } else if (line.startsWith("synced: ")) {
      synced = parseJson(line.slice(8));
      if (synced === undefined) return undefined;
    } else if (line !== "" && line !== "models:" && !line.startsWith("#")) return undefined;
  }
  return { synced, models, lines };
}
