/** What a tool call gets of the world: one folder to read, one to write, a guarded network, a clock. */
import { resolve } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import type { Artifact } from "../../events/task-result.ts";
import type { ToolContext } from "../tool.ts";
import { createFile } from "./create-file.ts";
import type { GuardedFetch } from "./guarded-fetch.ts";
import { readBoundedFile, tooLarge } from "./read-file.ts";
import { resolvePath } from "./resolve-path.ts";

/** One call's part of the world. */
export interface ToolContextOptions {
  readonly clock: Clock;
  /** IANA name. */
  readonly timeZone: string;
  readonly signal: AbortSignal;
  /** `run/path/step` of the call. */
  readonly key: string;
  readonly workspace: string;
  readonly out: string;
  /** Files that came with the request, by name; bytes are asked for when a tool reads one. */
  readonly attachments?: ReadonlyMap<string, () => Promise<Uint8Array>>;
  /** Results that this call may read; default none. */
  readonly readResult?: ToolContext["readResult"];
  readonly guardedFetch: GuardedFetch;
  /** Values of what the tool needs, by the name of their variable; default none. */
  readonly needed?: ToolContext["needed"];
  readonly shelf?: ToolContext["shelf"];
  readonly openSandbox?: ToolContext["openSandbox"];
  readonly progress?: (text: string) => void;
}

const DEFAULT_MAX_BYTES = 32 << 20;
/** Before the name of a file that came with the request, where a path may stand. */
export const attachmentPrefix = "attachment:";

/** The context of one call; make a new one for each, its artifact numbers and its key are the call's own. */
export function createToolContext(options: ToolContextOptions): ToolContext {
  const { clock, timeZone, signal, key, guardedFetch } = options;
  const workspace = resolve(options.workspace);
  const out = resolve(options.out);
  const roots = { workspace, out };
  const artifactIds = new Map<string, string>();
  return {
    clock,
    timeZone,
    signal,
    key,
    workspace,
    out,
    resolvePath: (path, how) => resolvePath(roots, path, how),
    async readFile(path, { maxBytes = DEFAULT_MAX_BYTES } = {}) {
      signal.throwIfAborted();
      if (path.startsWith(attachmentPrefix)) return readAttachment(options.attachments ?? new Map(), path, maxBytes);
      return readBoundedFile(await resolvePath(roots, path), path, maxBytes);
    },
    async createFile({ name, title, mediaType, bytes, replaces = false }): Promise<Artifact> {
      signal.throwIfAborted();
      const file = await createFile(out, { name, bytes, key: replaces ? keyOfTask(key) : key });
      const id = artifactIds.get(file) ?? artifactId(key, artifactIds.size + 1);
      artifactIds.set(file, id);
      return { id, title, mediaType, bytes: Buffer.byteLength(bytes), file };
    },
    fetchPage: (url, how) => guardedFetch(url, { ...how, signal }),
    request: (url, request) => guardedFetch(url, { ...request, signal }),
    needed: options.needed ?? (async () => undefined),
    readResult: options.readResult ?? (async () => undefined),
    ...(options.shelf === undefined ? {} : { shelf: options.shelf }),
    ...(options.openSandbox === undefined ? {} : { openSandbox: options.openSandbox }),
    progress: options.progress ?? (() => {}),
  };
}

/** Without the step: the same for all calls of one task. */
function keyOfTask(key: string): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}

/** Unique in the run and the same after a crash: the call's path and step, then a number (`t1.2.a1`). */
export function artifactId(key: string, number: number): string {
  const withoutRun = key.split("/").slice(1);
  return [...(withoutRun.length === 0 ? [key] : withoutRun), `a${number}`].join(".");
}

async function readAttachment(
  attachments: ReadonlyMap<string, () => Promise<Uint8Array>>,
  path: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const name = path.slice(attachmentPrefix.length);
  const read = attachments.get(name);
  if (read === undefined) {
    const suggestion = nearest(name, attachments.keys());
    const meant = suggestion === undefined ? "" : ` Did you mean "${attachmentPrefix}${suggestion}"?`;
    throw new ThorpError("tool-input", `The request brought no attachment "${name.slice(0, 200)}".${meant}`);
  }
  const bytes = await read();
  if (bytes.length > maxBytes) throw tooLarge(path, maxBytes);
  return bytes;
}
