/**
 * Which description and schema of a tool a person has agreed to. The first sight of a tool is the consent (somebody has
 * added its source); a tool whose words or inputs change afterwards is not offered until somebody trusts it again. What
 * ships with Thorp and what the embedding program gives changes only with them and is not held here.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inputSchemaOf } from "../agents/tool-specs.ts";
import { contentHash, type Json, parseJson, stableStringify } from "../base/json.ts";
import type { RegisteredTool } from "../tools/tool-set.ts";

/** How a tool stands: `new` is one that anybody may have written and that nobody has agreed to. */
export type ToolTrust = "trusted" | "changed" | "new";

/** Hashes by `SOURCE/NAME`. */
export interface ToolPins {
  /** A tool that was never seen is agreed to, where a person has added its source; see `ToolSource.isForeign`. */
  trustIn(entry: RegisteredTool): ToolTrust;
  /** Agrees to tools as they are now; resolves when that is on disk. */
  trust(entries: readonly RegisteredTool[]): Promise<void>;
  /** Resolves when everything that was seen is on disk; rejects with `storage-failed` never: what cannot be kept is asked again. */
  settled(): Promise<void>;
}

/** Without a file they last as long as the process. `isReadOnly`: somebody else owns the file. */
export interface ToolPinsOptions {
  readonly file: string | undefined;
  readonly isReadOnly?: boolean;
}

/** Where a data folder keeps them. */
export function pinsFile(folder: string): string {
  return join(folder, "trusted-tools.json");
}

/** A file that is damaged counts as empty: then every tool is seen for the first time. */
export async function openToolPins({ file, isReadOnly = false }: ToolPinsOptions): Promise<ToolPins> {
  const hashes = new Map(file === undefined ? [] : await readPins(file));
  let writing: Promise<void> = Promise.resolve();
  let isDirty = false;
  const save = (): Promise<void> => {
    if (file === undefined || isReadOnly) return Promise.resolve();
    if (!isDirty) {
      isDirty = true;
      writing = writing
        .then(() => {
          isDirty = false;
          return writePins(file, hashes);
        })
        .catch(() => {});
    }
    return writing;
  };
  return {
    trustIn(entry) {
      if (isExempt(entry)) return "trusted";
      const key = keyOf(entry);
      const hash = hashOf(entry);
      const known = hashes.get(key);
      if (known === undefined) {
        if (entry.source.isForeign === true) return "new";
        hashes.set(key, hash);
        void save();
      }
      return known === undefined || known === hash ? "trusted" : "changed";
    },
    trust(entries) {
      for (const entry of entries) if (!isExempt(entry)) hashes.set(keyOf(entry), hashOf(entry));
      return save();
    },
    settled: () => writing,
  };
}

function isExempt({ source }: RegisteredTool): boolean {
  return source.kind === "built-in" || source.kind === "host" || source.isShipped === true;
}

function keyOf({ source, ownName }: RegisteredTool): string {
  return `${source.id}/${ownName}`;
}

/** What a model is told of it, what policy goes by, and what it does where that is a text of somebody else. */
function hashOf({ tool }: RegisteredTool): string {
  const { description, capability, effect, examples, origin } = tool;
  const told = { description, capability, effect, examples, input: inputSchemaOf(tool) as Json };
  return contentHash(stableStringify(origin === undefined ? told : { ...told, origin: origin.text }));
}

async function readPins(file: string): Promise<readonly (readonly [string, string])[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  const value = parseJson(text);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, hash]) =>
    typeof hash === "string" ? [[key, hash] as const] : [],
  );
}

async function writePins(file: string, hashes: ReadonlyMap<string, string>): Promise<void> {
  const sorted = [...hashes].sort(([a], [b]) => (a < b ? -1 : 1));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
