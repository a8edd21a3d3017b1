/** `--limit` as typed. */
import { ThorpError } from "../base/errors.ts";

/** A whole number above 0, else `usage`; absent means 20. */
export function limitFrom(text: string | undefined): number {
  if (text === undefined) return 20;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new ThorpError("usage", `--limit is "${text}"; it must be a whole number above 0.`);
}
