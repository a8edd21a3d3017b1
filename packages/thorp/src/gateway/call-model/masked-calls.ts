/**
 * Secrets in the arguments of tool calls, and what the team's filters mask there: a model may have put together what it
 * never saw in one piece.
 */
import { type Json, parseJson } from "../../base/json.ts";
import { cleanJson } from "../../guard/clean-json.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { AnswerFilter } from "./answer-filter.ts";

/** The same calls where nothing is to be masked. Escapes of JSON hide nothing: the values are looked at. */
export function maskedCalls<Call extends { readonly input: string }>(
  calls: readonly Call[],
  secrets: Pick<SecretFilter, "clean">,
  filters?: Pick<AnswerFilter, "maskArguments">,
): readonly Call[] {
  return calls.map((call) => {
    const plain = secrets.clean(call.input);
    const value = parseJson(plain) as Json | undefined;
    // What is no JSON yet is mended later on; until then it is a text.
    if (value === undefined) {
      const text = filters?.maskArguments(plain) ?? plain;
      return { ...call, input: typeof text === "string" ? text : plain };
    }
    const clean = cleanJson(secrets, value);
    const masked = filters?.maskArguments(clean) ?? clean;
    const isSame = JSON.stringify(masked) === JSON.stringify(value);
    return { ...call, input: isSame ? plain : JSON.stringify(masked) };
  });
}
