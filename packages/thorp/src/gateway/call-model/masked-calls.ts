/** Secrets in the arguments of tool calls: a model may have put together what it never saw in one piece. */
import { type Json, parseJson } from "../../base/json.ts";
import { cleanJson } from "../../guard/clean-json.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";

/** The same calls where nothing is to be masked. Escapes of JSON hide nothing: the values are looked at. */
export function maskedCalls<Call extends { readonly input: string }>(
  calls: readonly Call[],
  secrets: Pick<SecretFilter, "clean">,
): readonly Call[] {
  return calls.map((call) => {
    const plain = secrets.clean(call.input);
    const value = parseJson(plain) as Json | undefined;
    const masked = value === undefined ? undefined : cleanJson(secrets, value);
    const isSame = masked === undefined || JSON.stringify(masked) === JSON.stringify(value);
    return { ...call, input: isSame ? plain : JSON.stringify(masked) };
  });
}
