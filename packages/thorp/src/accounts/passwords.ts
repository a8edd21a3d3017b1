/**
 * Passwords, by scrypt with the parameters that OWASP's Password Storage Cheat Sheet gives for 32 MiB (N = 2^15,
 * r = 8, p = 3). They stand in each hash, so that later ones may be dearer.
 *
 * One hash takes a tenth of a second and 32 MiB: two are made at a time, and few may wait, or strangers could fill the
 * memory by logging in.
 */
import { scrypt, timingSafeEqual } from "node:crypto";
import { ThorpError } from "../base/errors.ts";
import type { RandomBytes } from "./tokens.ts";

/** Makes and checks hashes; share one, it counts what is under way. */
export interface Passwords {
  /** `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
  hash(password: string): Promise<string>;
  /** Without a hash it takes as long as with one, and is false: whether a user exists is not told. */
  matches(password: string, hash: string | undefined): Promise<boolean>;
}

/** How dear a hash is; tests take cheaper ones. */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };
const LENGTH = 32;
const AT_ONCE = 2;
const MOST_WAITING = 16;

/** Members reject with `rate-limited` while too many wait. */
export function createPasswords(random: RandomBytes, cost: PasswordCost = COST): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= MOST_WAITING)
        throw new ThorpError("rate-limited", "Too many people log in at this moment.", {
          hint: "Try again in a moment.",
          retryAfterMs: 2000,
        });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
  const derive = (password: string, salt: Uint8Array, { N, r, p }: PasswordCost): Promise<Buffer> =>
    inTurn(
      () =>
        new Promise((resolve, reject) => {
          const options = { N, r, p, maxmem: 256 * N * r };
          scrypt(password.normalize("NFKC"), salt, LENGTH, options, (error, key) =>
            error === null ? resolve(key) : reject(error),
          );
        }),
    );
  return {
    async hash(password) {
      const salt = random(16);
      const key = await derive(password, salt, cost);
      return [
        "scrypt",
        cost.N,
        cost.r,
        cost.p,
        Buffer.from(salt).toString("base64url"),
        key.toString("base64url"),
      ].join("$");
    },
    async matches(password, hash) {
      const [, N, r, p, salt = "", key = ""] = hash?.split("$") ?? [];
      const used = hash === undefined ? cost : { N: Number(N), r: Number(r), p: Number(p) };
      const found = await derive(password, Buffer.from(salt, "base64url"), used);
      const wanted = Buffer.from(key, "base64url");
      return wanted.length === found.length && timingSafeEqual(wanted, found);
    },
  };
}
