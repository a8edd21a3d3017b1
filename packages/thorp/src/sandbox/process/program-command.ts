/** From a program to the command that runs it. */
import { ThorpError } from "../../base/errors.ts";
import type { Program } from "../sandbox.ts";

/**
 * The source goes in as an argument and not as a file, so that nothing of it is left behind; the kernel takes at most
 * 128 KiB in one.
 */
const MOST_SOURCE = 120_000;

/** Throws `input-invalid` for a source that is too long, `javascript` outside of its interpreter among it. */
export function programCommand({ language, source }: Program): readonly string[] {
  if (Buffer.byteLength(source) > MOST_SOURCE) {
    throw new ThorpError(
      "input-invalid",
      `The program is longer than ${MOST_SOURCE} bytes; write it into a file first.`,
    );
  }
  if (source.includes("\0")) throw new ThorpError("input-invalid", "The program holds a NUL character.");
  switch (language) {
    case "sh":
      return ["/bin/sh", "-c", source];
    case "python":
      // -s: nothing of a person's own packages; -u: output at once; -B: no compiled files are left behind.
      return ["python3", "-s", "-u", "-B", "-c", source];
    case "javascript":
      throw new ThorpError("input-invalid", "JavaScript runs in a sandbox of its own kind.");
  }
}
