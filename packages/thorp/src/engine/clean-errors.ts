/**
 * Errors without secrets, whichever call of the engine they come out of: servers like to quote the key that they did not
 * like, and an address may carry one.
 */
import { ThorpError } from "../base/errors.ts";
import type { SecretFilter } from "../guard/secret-filter.ts";

type Call = (...given: readonly unknown[]) => unknown;

/** The same calls, those of its members included; what they throw or reject with is masked. */
export function cleanErrors<Face extends object>(face: Face, secrets: Pick<SecretFilter, "clean">): Face {
  const known = new WeakMap<object, unknown>();
  const masked = (error: unknown): unknown => maskedError(error, secrets);
  const wrap = (value: unknown, owner: object): unknown => {
    if (typeof value === "function") return remembered(known, value, () => guarded(value as Call, owner, masked));
    const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return isPlain ? remembered(known, value, () => membersOf(value)) : value;
  };
  const membersOf = <Whole extends object>(whole: Whole): Whole =>
    new Proxy(whole, { get: (target, name) => wrap(Reflect.get(target, name), target) });
  return membersOf(face);
}

function guarded(call: Call, owner: object, masked: (error: unknown) => unknown): Call {
  return (...given) => {
    try {
      const answer: unknown = Reflect.apply(call, owner, given);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => {
        throw masked(error);
      });
    } catch (error) {
      throw masked(error);
    }
  };
}

function remembered(known: WeakMap<object, unknown>, value: object, make: () => unknown): unknown {
  const before = known.get(value);
  if (before !== undefined) return before;
  const made = make();
  known.set(value, made);
  return made;
}

/** The error itself where there is nothing to mask. */
function maskedError(error: unknown, { clean }: Pick<SecretFilter, "clean">): unknown {
  if (!(error instanceof Error)) return error;
  const hint = error instanceof ThorpError ? error.hint : undefined;
  const message = clean(error.message);
  if (message === error.message && (hint === undefined || clean(hint) === hint)) return error;
  if (!(error instanceof ThorpError)) return new Error(message);
  return new ThorpError(error.code, message, {
    ...(hint === undefined ? {} : { hint: clean(hint) }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  });
}
