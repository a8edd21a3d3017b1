/** The catalogue file that a sync writes: one line for each model, so that a diff of two of them can be read. */
import { syncedMark } from "./read-synced.ts";
import type { SyncedModel } from "./synced-model.ts";

/** What goes into the file. */
export interface SyncedFile {
  readonly provider: string;
  /** The list that was read. */
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly models: readonly SyncedModel[];
}

/** Sorted by id; the same list always gives the same lines. */
export function renderSyncedFile({ provider, from, at, models }: SyncedFile): string {
  const sorted = [...models].sort((one, other) => (one.id < other.id ? -1 : 1));
  return [
    `${syncedMark}${provider}\`. The next one replaces it: what differs for you stands in models.yaml.`,
    `synced: ${JSON.stringify({ from, at: new Date(at).toISOString() })}`,
    "models:",
    // JSON is YAML too, and `readSyncedText` reads it fastest.
    ...sorted.map((model) => `  - ${JSON.stringify(model)}`),
    "",
  ].join("\n");
}
