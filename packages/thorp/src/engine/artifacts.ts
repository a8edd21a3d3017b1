/** What a run was given and what it made, and the bytes of each: only of what its own journal names. */
import { open, realpath } from "node:fs/promises";
import { sep } from "node:path";
import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";
import { startEventOf } from "./live-runs.ts";

/** A file that went in or came out. `bytes` is its size. */
export interface RunArtifact {
  /** Unique in its run. */
  readonly id: string;
  readonly kind: "attachment" | "artifact";
  readonly title: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** The task that made it; empty for the run itself. */
  readonly path: string;
  readonly blob?: string;
  /** Where it lies on this machine. */
  readonly file?: string;
}

/** A larger file is not read into memory for one answer. */
const MOST_BYTES = 128 << 20;

/** Attachments first, then artifacts in the order of their tasks. */
export function artifactsOf(events: readonly RunEvent[]): readonly RunArtifact[] {
  const { request } = startEventOf(events);
  const given = request.attachments.map(({ name, mediaType, bytes, blob }, place): RunArtifact => {
    return { id: `attachment-${place + 1}`, kind: "attachment", title: name, mediaType, bytes, path: "", blob };
  });
  const made = events.flatMap((event) => {
    const result = event.type === "task-end" ? event.result : event.type === "step-end" ? event.result : undefined;
    const artifacts = (result as { artifacts?: unknown } | null | undefined)?.artifacts;
    return Array.isArray(artifacts)
      ? artifacts.map((artifact) => ({ ...(artifact as RunArtifact), path: event.path }))
      : [];
  });
  const byId = new Map<string, RunArtifact>(given.map((artifact) => [artifact.id, artifact]));
  for (const { id, title, mediaType, bytes, path, blob, file } of made)
    if (!byId.has(id))
      byId.set(id, {
        ...{ id, kind: "artifact", title, mediaType, bytes, path },
        ...(blob === undefined ? {} : { blob }),
        ...(file === undefined ? {} : { file }),
      });
  return [...byId.values()];
}

/** Throws `blob-unknown` when the run names no such thing, or its bytes are gone. */
export async function readArtifact(
  events: readonly RunEvent[],
  id: string,
  store: Pick<Store, "blob">,
): Promise<{ readonly artifact: RunArtifact; readonly bytes: Uint8Array }> {
  const { run, request } = startEventOf(events);
  const artifact = artifactsOf(events).find((known) => known.id === id);
  if (artifact === undefined) throw new ThorpError("blob-unknown", `Run ${run} has no artifact ${id}.`);
  const bytes =
    (artifact.blob === undefined ? undefined : await store.blob(artifact.blob)) ??
    (artifact.file === undefined ? undefined : await fileInside(artifact.file, [request.out, request.workspace]));
  if (bytes === undefined) throw new ThorpError("blob-unknown", `The bytes of ${artifact.title} are gone.`);
  return { artifact, bytes };
}

/** Undefined when it is gone, too large, or leads out of the folders by a link that somebody put there since. */
async function fileInside(file: string, folders: readonly string[]): Promise<Uint8Array | undefined> {
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined) return undefined;
  const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  if (!roots.some((root) => root !== undefined && real.startsWith(root.endsWith(sep) ? root : root + sep)))
    return undefined;
  const handle = await open(real, "r").catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    return size > MOST_BYTES ? undefined : await handle.readFile();
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}
