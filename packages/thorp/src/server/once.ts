/**
 * `Idempotency-Key`: a request that begins something may be sent again, by a client that heard no answer, without
 * beginning it twice. The key is recorded with the run that it began.
 */
import { ThorpError } from "../base/errors.ts";
import { contentHash, type Json, stableStringify } from "../base/json.ts";
import type { AskRequest } from "../engine/thorp.ts";
import type { RouteCall } from "./route.ts";

const LONGEST_KEY = 255;

/** Keys of different callers and routes never meet. Throws `input-invalid` for a key that is none. */
export function onceOf({
  headers,
  caller,
  body,
  url,
}: Pick<RouteCall<unknown, unknown, unknown>, "headers" | "caller" | "body" | "url">): Pick<AskRequest, "once"> {
  const key = headers.get("idempotency-key");
  if (key === null) return {};
  if (key.length === 0 || key.length > LONGEST_KEY)
    throw new ThorpError("input-invalid", `Idempotency-Key must have 1 to ${LONGEST_KEY} characters.`);
  const who = caller.kind === "user" ? caller.user : "";
  return {
    once: {
      key: contentHash(stableStringify([who, url.pathname, key])),
      digest: contentHash(stableStringify((body ?? null) as Json)),
    },
  };
}
