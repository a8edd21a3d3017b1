/**
 * The key that opens the credentials: from THORP_MASTER_KEY (or the file that THORP_MASTER_KEY_FILE names), else from
 * `master.key` in the configuration folder, made when the first credential is stored. It lies apart from the data folder,
 * so that a copy of the data alone opens nothing.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import type { RandomBytes } from "../tokens.ts";
import type { MasterKey } from "./sealing.ts";

/** Where the key may be. */
export interface MasterKeyOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The configuration folder; without one only the environment has a key. */
  readonly folder: string | undefined;
  readonly random: RandomBytes;
}

/** The keys at hand. Members throw `credential-locked` for what cannot be a key, or may be read by others. */
export interface MasterKeys {
  /** Undefined while there is none. */
  current(): MasterKey | undefined;
  /** Makes one where there is none. */
  demand(): MasterKey;
  /** All that may have sealed something: the current one first. */
  all(): readonly MasterKey[];
  /** A new key, which counts from `accept` on; undefined where the key comes from the environment. */
  next(): { readonly key: MasterKey; accept(): void } | undefined;
}

const VARIABLE = "THORP_MASTER_KEY";

/** Reads nothing yet. */
export function createMasterKeys({ env, folder, random }: MasterKeyOptions): MasterKeys {
  const file = folder === undefined ? undefined : join(folder, "master.key");
  const fromFile = (path: string | undefined): MasterKey | undefined =>
    path !== undefined && existsSync(path) ? keyFrom(privateText(path), path) : undefined;
  const write = (path: string): MasterKey => {
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    const key = random(32);
    // `wx`: two processes that make one at the same time must not seal with two.
    writeFileSync(path, `${Buffer.from(key).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(path, 0o600);
    return key;
  };
  const current = () => fromEnv(env, VARIABLE) ?? fromFile(file);
  return {
    current,
    demand() {
      const key = current();
      if (key !== undefined) return key;
      if (file === undefined)
        throw new ThorpError(
          "credential-locked",
          "There is no folder for the master key, and THORP_MASTER_KEY is not set.",
        );
      return write(file);
    },
    all: () =>
      [current(), fromEnv(env, `${VARIABLE}_OLD`), fromFile(file), fromFile(file && `${file}.next`)].filter(
        (key) => key !== undefined,
      ),
    next() {
      if (file === undefined || fromEnv(env, VARIABLE) !== undefined) return undefined;
      const path = `${file}.next`;
      // Left by a rotation that was cut short: it may have sealed everything already.
      const key = fromFile(path) ?? write(path);
      return { key, accept: () => renameSync(path, file) };
    },
  };
}

function fromEnv(env: MasterKeyOptions["env"], name: string): MasterKey | undefined {
  const direct = env[name]?.trim();
  if (direct) return keyFrom(direct, name);
  const path = env[`${name}_FILE`]?.trim();
  return path ? keyFrom(privateText(path), path) : undefined;
}

function keyFrom(text: string, where: string): MasterKey {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, "hex") : Buffer.from(trimmed, "base64url");
  if (key.length === 32) return key;
  throw new ThorpError("credential-locked", `${where} holds no master key: it must be 32 bytes in hex or base64.`, {
    hint: "`openssl rand -hex 32` makes one.",
  });
}

function privateText(path: string): string {
  try {
    if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
      throw new ThorpError("credential-locked", `${path} can be read by others.`, {
        hint: `Run \`chmod 600 ${path}\`.`,
      });
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof ThorpError) throw error;
    throw new ThorpError("credential-locked", `The master key in ${path} cannot be read.`, { cause: error });
  }
}
