import { describe, expect, test } from "vitest";
import type { LanguageModelV4StreamPart } from "../language-model.ts";
import { createToolCalls, type ToolCallDelta } from "./tool-calls.ts";

function run(deltas: readonly (ToolCallDelta | "flush")[], isComplete = true) {
  const parts: LanguageModelV4StreamPart[] = [];
  let made = 0;
  const calls = createToolCalls(
    (part) => parts.push(part),
    () => `made-${made++}`,
  );
  for (const delta of deltas) {
    if (delta === "flush") calls.flush();
    else calls.add(delta);
  }
  calls.finish(isComplete);
  return parts;
}

function callsIn(parts: readonly LanguageModelV4StreamPart[]) {
  return parts
    .filter((part) => part.type === "tool-call")
    .map(({ toolCallId, toolName, input }) => [toolCallId, toolName, input]);
}

describe("calls", () => {
  test("are put together from deltas", () => {
    const parts = run([
      { index: 0, id: "a", function: { name: "f", arguments: "" } },
      { index: 0, function: { arguments: '{"x"' } },
      "flush",
      { index: 0, function: { arguments: ":1" } },
      { index: 0, function: { arguments: "}" } },
    ]);
    expect(parts).toEqual([
      { type: "tool-input-start", id: "a", toolName: "f" },
      { type: "tool-input-delta", id: "a", delta: '{"x"' },
      { type: "tool-input-delta", id: "a", delta: ":1}" },
      { type: "tool-input-end", id: "a" },
      { type: "tool-call", toolCallId: "a", toolName: "f", input: '{"x":1}' },
    ]);
  });

  const whole = (over: ToolCallDelta): ToolCallDelta => ({ function: { name: "f", arguments: '{"x":1}' }, ...over });
  const g = { name: "g", arguments: '{"y":2}' };

  test.each<[string, ToolCallDelta[], string[][]]>([
    [
      "side by side",
      [
        { index: 0, id: "a", function: { name: "f", arguments: "{" } },
        { index: 1, id: "b", function: { name: "g", arguments: "{" } },
        { index: 0, function: { arguments: "}" } },
        { index: 1, function: { arguments: "}" } },
      ],
      [
        ["a", "f", "{}"],
        ["b", "g", "{}"],
      ],
    ],
    [
      "whole, without index",
      [whole({ id: "a" }), whole({ id: "b", function: g })],
      [
        ["a", "f", '{"x":1}'],
        ["b", "g", '{"y":2}'],
      ],
    ],
    [
      "whole, without index and id",
      [whole({}), whole({ function: g })],
      [
        ["made-0", "f", '{"x":1}'],
        ["made-1", "g", '{"y":2}'],
      ],
    ],
    [
      "whole, the same function twice without index and id",
      [whole({}), whole({})],
      [
        ["made-0", "f", '{"x":1}'],
        ["made-1", "f", '{"x":1}'],
      ],
    ],
    [
      "all with index 0 and ids",
      [whole({ index: 0, id: "a" }), whole({ index: 0, id: "b", function: g })],
      [
        ["a", "f", '{"x":1}'],
        ["b", "g", '{"y":2}'],
      ],
    ],
    [
      "all with index 0 and no ids",
      [whole({ index: 0 }), whole({ index: 0 })],
      [
        ["made-0", "f", '{"x":1}'],
        ["made-1", "f", '{"x":1}'],
      ],
    ],
    [
      "with one id twice",
      [whole({ index: 0, id: "a" }), whole({ index: 1, id: "a", function: g })],
      [
        ["a", "f", '{"x":1}'],
        ["made-0", "g", '{"y":2}'],
      ],
    ],
    [
      "with a new id on every delta",
      [
        { index: 0, id: "a", function: { name: "f", arguments: '{"x":' } },
        { index: 0, id: "b", function: { arguments: "1}" } },
      ],
      [["a", "f", '{"x":1}']],
    ],
    [
      "with the name on every delta",
      [
        { index: 0, id: "a", function: { name: "f", arguments: '{"x":' } },
        { index: 0, id: "a", function: { name: "f", arguments: "1}" } },
      ],
      [["a", "f", '{"x":1}']],
    ],
    [
      "continued without index and id",
      [{ id: "a", function: { name: "f", arguments: '{"x":' } }, { function: { arguments: "1}" } }],
      [["a", "f", '{"x":1}']],
    ],
    [
      "with the name after the arguments",
      [
        { index: 0, id: "a", function: { arguments: "{" } },
        { index: 0, function: { name: "f", arguments: "}" } },
      ],
      [["a", "f", "{}"]],
    ],
    [
      "with an object for arguments",
      [{ index: 0, id: "a", function: { name: "f", arguments: { x: 1 } } }],
      [["a", "f", '{"x":1}']],
    ],
    ["without arguments", [{ index: 0, id: "a", function: { name: "f", arguments: null } }], [["a", "f", "{}"]]],
    ["with an empty id", [{ index: 0, id: "", function: { name: "f", arguments: "{}" } }], [["made-0", "f", "{}"]]],
    ["without a function", [{ index: 0, id: "a" }], [["a", "", "{}"]]],
  ])("come %s", (_, deltas, expected) => {
    const parts = run(deltas);
    expect(callsIn(parts)).toEqual(expected);
    const starts = parts.filter((part) => part.type === "tool-input-start").length;
    expect(parts.filter((part) => part.type === "tool-input-end").length).toBe(starts);
  });

  test("are handed on as the model wrote them when their JSON is broken but the reply is complete", () => {
    expect(callsIn(run([{ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } }]))).toEqual([
      ["a", "f", '{"x":'],
    ]);
  });

  test("are held back when the reply broke off inside their arguments", () => {
    const parts = run(
      [whole({ index: 0, id: "a" }), { index: 1, id: "b", function: { name: "g", arguments: '{"y' } }],
      false,
    );
    expect(callsIn(parts)).toEqual([["a", "f", '{"x":1}']]);
    expect(parts.at(-1)).toEqual({ type: "tool-input-end", id: "b" });
  });
});
