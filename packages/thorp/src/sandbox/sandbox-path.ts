/** What a path in a sandbox may be: a way down, from its folder. */
import { ThorpError } from "../base/errors.ts";

/** The parts of `path` below the folder of a sandbox. Throws `input-invalid` for what leads out of it or nowhere. */
export function partsOf(path: string): readonly string[] {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const problem =
    path.length > 1000
      ? "is longer than 1000 characters"
      : path.startsWith("/")
        ? "is absolute"
        : /[\0-\u001f\\]/.test(path)
          ? "holds signs that no path here has"
          : parts.includes("..")
            ? "leads upwards"
            : parts.some((part) => Buffer.byteLength(part) > 255)
              ? "has a name longer than 255 bytes"
              : undefined;
  if (problem === undefined) return parts;
  const shown = path.slice(0, 100).replace(/\p{Cc}/gu, "?");
  throw new ThorpError("input-invalid", `The path "${shown}" ${problem}; name a file below the folder of the sandbox.`);
}

/** As `partsOf`, of a file: at least one part. */
export function filePartsOf(path: string): readonly string[] {
  const parts = partsOf(path);
  if (parts.length === 0 || path.endsWith("/")) throw new ThorpError("input-invalid", "The path names no file.");
  return parts;
}

/** Nobody wrote it, or it is no plain file. */
export function noSuchFile(path: string): ThorpError {
  return new ThorpError("file-unknown", `There is no file "${path.slice(0, 200)}" in the sandbox.`);
}

/** Closed by somebody, or by time. */
export function closedSandbox(): ThorpError {
  return new ThorpError("sandbox-unknown", "The sandbox is closed.");
}
