/** The output of a server in a file that begins anew when it has grown large; the one before is kept beside it. */
import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Output of one server. */
export interface RotatingLog {
  /** A log that cannot be written must not stop the server that it is about. */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** Opens the file with the first write. `maxBytes`: size at which it begins anew. */
export function openRotatingLog(file: string, maxBytes: number): RotatingLog {
  let descriptor: number | undefined;
  let size = 0;
  const open = (): number => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return openSync(file, "a", 0o600);
  };
  const rotate = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
    renameSync(file, `${file}.1`);
  };
  return {
    write(bytes) {
      try {
        descriptor ??= open();
        if (size > 0 && size + bytes.length > maxBytes) {
          rotate();
          descriptor = open();
        }
        writeSync(descriptor, bytes);
        size += bytes.length;
      } catch {
        descriptor = undefined;
      }
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
