/** Files as the callers of a sandbox see them: by path, and only while it is open. */
import type { Sandbox } from "../sandbox.ts";
import { filePartsOf, noSuchFile, partsOf } from "../sandbox-path.ts";
import { MOST_READ, type SandboxFiles } from "./sandbox-files.ts";

const MOST_LISTED = 1000;

/** The same members for every kind of sandbox. `demandOpen` throws for one that was closed. */
export function openFiles(
  files: SandboxFiles,
  demandOpen: () => void,
): Pick<Sandbox, "readFile" | "writeFile" | "listFiles"> {
  return {
    async readFile(path, { maxBytes = MOST_READ } = {}) {
      demandOpen();
      const bytes = await files.read(filePartsOf(path), maxBytes);
      if (bytes === undefined) throw noSuchFile(path);
      return bytes;
    },
    async writeFile(path, bytes) {
      demandOpen();
      await files.write(filePartsOf(path), bytes);
    },
    async listFiles(path = "") {
      demandOpen();
      return files.list(partsOf(path), MOST_LISTED);
    },
  };
}
