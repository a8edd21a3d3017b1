import { expect, it } from "vitest";
import { hasDoubledKey } from "./doubled-keys.ts";

it.each([
  ['{"path": "a.md", "text": "x"}', false],
  ['{ "path" : "a.md",\n "text": "say \\"mode\\": \\\\" }', false],
  ['{"rows": [{"a": 1}, {"a": 2}]}', false],
  ['{"a": 1, "a": 1}', false],
  ['{"a": 1, "a": 2}', true],
  ['{"rows": [{"a": 1, "b": {"c": 1, "c": 2}}]}', true],
  ['{"text": "\\\\", "text": "b"}', true],
] as const)("%s: %s", (text, isDoubled) => {
  expect(hasDoubledKey(text, JSON.parse(text))).toBe(isDoubled);
});
