import { expect, test } from "vitest";
import { isSameModel } from "./answered-model.ts";

test.each([
  ["gpt-5", "gpt-5-2025-08-07"],
  ["gpt-5", "openai/gpt-5"],
  ["anthropic/claude-3.5-sonnet", "Anthropic/Claude-3.5-Sonnet"],
  ["a/b:free", "a/b"],
  ["llama3.2:latest", "llama3.2"],
  ["mistral-large-latest", "mistral-large"],
  ["claude-haiku", "claude-haiku@20250101"],
])("%s is answered by itself as %s", (asked, answered) => expect(isSameModel(asked, answered)).toBe(true));

test.each([
  ["gpt-5", "gpt-5-mini"],
  ["gpt-5", "gpt-4o"],
  ["llama3.2:3b", "llama3.2:1b"],
  ["a/big", "b/big"],
  ["openrouter/auto", "anthropic/claude-sonnet-4.5"],
])("%s is not %s", (asked, answered) => expect(isSameModel(asked, answered)).toBe(false));
