/** What a model call did not get as it was meant, and who answered instead of the asked one; from the end of its step. */
import type { Json } from "../../base/json.ts";

/** Empty for every other step. */
export function callNotices(result: Json): readonly string[] {
  if (typeof result !== "object" || result === null || Array.isArray(result)) return [];
  const { notices, answeredBy } = result as { readonly notices?: unknown; readonly answeredBy?: unknown };
  return [
    ...(typeof answeredBy === "string" ? [`answered by ${answeredBy}`] : []),
    ...(Array.isArray(notices) ? notices.filter((notice): notice is string => typeof notice === "string") : []),
  ];
}
