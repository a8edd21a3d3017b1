/** Certificate and key from files, read anew when they change: a renewed certificate needs no restart. */
import { readFileSync, statSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Logger } from "../../base/logger.ts";

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** What `https` and `setSecureContext` take. */
export interface TlsMaterial {
  readonly cert: Buffer;
  readonly key: Buffer;
}

const LOOK_EVERY_MS = 60_000;

/** Undefined without TLS. Throws `config-invalid` when only one of both is named. */
export function tlsFilesOf({ cert, key }: Partial<TlsFiles>): TlsFiles | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) return { cert, key };
  const [has, lacks] = cert === undefined ? ["THORP_TLS_KEY", "THORP_TLS_CERT"] : ["THORP_TLS_CERT", "THORP_TLS_KEY"];
  throw new ThorpError("config-invalid", `${has} is set and ${lacks} is not: TLS needs both.`, {
    hint: `Set ${lacks}.`,
  });
}

/** Throws `config-invalid` that names the file which cannot be read, or says that both do not fit. */
export function readTls(files: TlsFiles): TlsMaterial {
  const read = (setting: string, path: string): Buffer => {
    try {
      return readFileSync(path);
    } catch (error) {
      throw new ThorpError("config-invalid", `${setting}: ${path} cannot be read (${(error as Error).message}).`);
    }
  };
  const material = { cert: read("tls.cert", files.cert), key: read("tls.key", files.key) };
  try {
    createSecureContext(material);
  } catch (error) {
    throw new ThorpError(
      "config-invalid",
      `tls.cert and tls.key do not make a certificate with its key (${(error as Error).message}).`,
      { hint: `Look at ${files.cert} and ${files.key}: both must be PEM, and belong together.` },
    );
  }
  return material;
}

/** Calls back with new material once a minute after a change; half-written files are waited for. */
export function watchTls(
  files: TlsFiles,
  { clock, logger, onChange }: { clock: Clock; logger: Logger; onChange: (material: TlsMaterial) => void },
): () => void {
  const stamp = (): string =>
    [files.cert, files.key].map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs).join();
  let known = stamp();
  let stop = (): void => {};
  const look = (): void => {
    const now = stamp();
    if (now !== known) {
      try {
        onChange(readTls(files));
        known = now;
        logger("info", "a new certificate is in use", { cert: files.cert });
      } catch (error) {
        logger("warn", "the new certificate cannot be used; the old one stays", { message: (error as Error).message });
      }
    }
    stop = clock.after(LOOK_EVERY_MS, look);
  };
  stop = clock.after(LOOK_EVERY_MS, look);
  return () => stop();
}
