import { expect, it } from "vitest";
import { createSecretFilter } from "../../guard/secret-filter.ts";
import { maskedCalls } from "./masked-calls.ts";

it("masks secrets in arguments, also escaped and in names, and leaves the rest letter for letter", () => {
  const secrets = createSecretFilter(["very-secret-key"]);
  const inputOf = (input: string) => maskedCalls([{ input, tool: "x" }], secrets)[0]?.input;
  expect(inputOf('{ "a": 1.0,  "b": "plain" }')).toBe('{ "a": 1.0,  "b": "plain" }');
  expect(inputOf('{"a":"very-secret-key"}')).toBe('{"a":"[secret removed]"}');
  expect(inputOf('{"a":["\\u0076ery-secret-key"],"very-secr\\u0065t-key":2}')).toBe(
    '{"a":["[secret removed]"],"[secret removed]":2}',
  );
  expect(inputOf("very-secret-key and no JSON")).toBe("[secret removed] and no JSON");
});
