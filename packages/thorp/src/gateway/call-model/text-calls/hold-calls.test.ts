import { describe, expect, it } from "vitest";
import { createCallHold } from "./hold-calls.ts";

const tools = ["read_file", "calculate", "plan"];

/** The most that was held back at any time while the text came sign by sign, and whether all came out. */
function longestWait(text: string): { readonly longest: number; readonly held: string } {
  const hold = createCallHold(tools);
  let shown = 0;
  let longest = 0;
  for (const [at, sign] of Array.from(text).entries()) {
    shown += hold.push(sign).length;
    longest = Math.max(longest, at + 1 - shown);
  }
  return { longest, held: hold.held() };
}

describe("createCallHold", () => {
  it.each([
    "Calculate the sum first, then plan the rest. The plan is simple: read the file.",
    "plan: first this, then that\nread all of it\ncalculate by hand",
    "# Title\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "A <b>bold</b> word, a [link](https://example.org), [1] and [2].",
    '{"verdict": "accept", "reason": "all is there"}',
    '[\n  {"id": 1, "city": "Graz"},\n  {"id": 2, "city": "Linz"}\n]',
    "```ts\nconst x = { name: 1 };\n```\nThat is it.",
    '```json\n{"city": "Graz"}\n```',
    "Action is needed: call them today.\nTool making is an art.",
    "1. First\n2. Second\n   - deeper\n> a quotation",
  ])("lets ordinary text pass: %j", (text) => {
    const { longest, held } = longestWait(text);
    expect(longest).toBeLessThanOrEqual(16);
    expect(held.length).toBeLessThanOrEqual(4);
  });

  it.each([
    '<tool_call>\n{"name": "read_file"',
    '[TOOL_CALLS] [{"name"',
    '{"name": "read_file", "arguments": {"path"',
    '```json\n{"name": "read_file", "arguments"',
    'read_file(path="a.md"',
    'Action: read_file\nAction Input: {"path"',
    '<function=read_file>{"pa',
  ])("holds back what looks like a call: %j", (text) => {
    const hold = createCallHold(tools);
    let shown = "";
    for (const sign of `Let me see.\n${text}`) shown += hold.push(sign);
    expect(shown).toBe("Let me see.\n");
    expect(hold.held()).toBe(text);
  });

  it("holds nothing where no tool was offered", () => {
    expect(createCallHold([]).push('<tool_call>{"name": "x"}')).toBe('<tool_call>{"name": "x"}');
  });
});
