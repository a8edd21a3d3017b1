import { expect, it } from "vitest";
import { textOfMessage } from "./prompt-text.ts";

it("shows text as it is and the rest under its kind", () => {
  expect(textOfMessage({ role: "system", content: "You work." })).toBe("You work.");
  const content = [
    { type: "text", text: "Look" },
    { type: "tool-call", toolName: "calc", input: { a: 1 } },
  ];
  const text = textOfMessage({ role: "assistant", content });
  expect(text.startsWith("Look\n\ntool-call: {")).toBe(true);
  expect(text).toContain('"toolName": "calc"');
});

it("takes anything", () => {
  for (const content of [undefined, null, 3, {}, [null, "x"]])
    expect(typeof textOfMessage({ role: "x", content })).toBe("string");
});
