/** Secrets masked in JSON: in every text and every name of a member, however deep. */
import type { Json } from "../base/json.ts";
import type { SecretFilter } from "./secret-filter.ts";

/** A copy of the same shape; each text is masked by itself, so what comes out is always JSON. */
export function cleanJson(secrets: Pick<SecretFilter, "clean">, value: Json): Json {
  if (typeof value === "string") return secrets.clean(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((inner: Json) => cleanJson(secrets, inner));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [secrets.clean(name), cleanJson(secrets, inner)]),
  );
}
