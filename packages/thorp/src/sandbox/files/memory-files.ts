/** Files that are nowhere but in this process. */
import { ThorpError } from "../../base/errors.ts";
import type { SandboxEntry } from "../sandbox.ts";
import { type SandboxFiles, tooLarge } from "./sandbox-files.ts";

/** Files by path, and all at once for a program that runs elsewhere. */
export interface MemoryFiles extends SandboxFiles {
  all(): ReadonlyMap<string, Uint8Array>;
  /** What is too much for the disk is left out; returns false then. */
  replaceAll(files: ReadonlyMap<string, Uint8Array>): boolean;
}

/** Empty; together never more than `diskBytes`. */
export function createMemoryFiles(diskBytes: number): MemoryFiles {
  let filesByPath = new Map<string, Uint8Array>();
  return {
    async read(parts, maxBytes) {
      const bytes = filesByPath.get(parts.join("/"));
      if (bytes !== undefined && bytes.length > maxBytes) throw tooLarge(parts.join("/"), maxBytes);
      return bytes?.slice();
    },
    async write(parts, bytes) {
      const path = parts.join("/");
      const clash = [...filesByPath.keys()].find(
        (other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
      );
      if (clash !== undefined) throw new ThorpError("input-invalid", `"${path}" cannot be: there is "${clash}".`);
      const next = new Map(filesByPath).set(path, bytes.slice());
      if (sizeOf(next) > diskBytes) throw tooLarge("What the sandbox would hold", diskBytes);
      filesByPath = next;
    },
    list: async (parts, most) => entriesOf(filesByPath, parts).slice(0, most),
    all: () => filesByPath,
    replaceAll(files) {
      if (sizeOf(files) > diskBytes) return false;
      filesByPath = new Map(files);
      return true;
    },
  };
}

function sizeOf(files: ReadonlyMap<string, Uint8Array>): number {
  return [...files].reduce((sum, [path, bytes]) => sum + path.length + bytes.length, 0);
}

function entriesOf(files: ReadonlyMap<string, Uint8Array>, folder: readonly string[]): readonly SandboxEntry[] {
  const prefix = folder.map((part) => `${part}/`).join("");
  const entries = new Map<string, SandboxEntry>();
  for (const [path, { length }] of files) {
    if (!path.startsWith(prefix)) continue;
    const parts = path.split("/");
    for (let depth = folder.length + 1; depth < parts.length; depth++) {
      const above = parts.slice(0, depth).join("/");
      entries.set(above, { path: above, kind: "folder", bytes: 0 });
    }
    entries.set(path, { path, kind: "file", bytes: length });
  }
  return [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
