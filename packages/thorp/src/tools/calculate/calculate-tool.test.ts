import { expect, it } from "vitest";
import type { ToolContext } from "../tool.ts";
import { createCalculateTool } from "./calculate-tool.ts";

const tool = createCalculateTool();
const calculate = (expression: string) =>
  tool.execute({ expression }, { signal: new AbortController().signal } as ToolContext);

it("gives the number and the calculation as it was understood", async () => {
  expect(await calculate("what is 1,299.99 + 19% ?".replace("what is ", ""))).toEqual({
    ok: true,
    text: "1299.99 + 19% of 1299.99 = 1546.9881",
    data: { expression: "1299.99 + 19% of 1299.99", value: 1546.9881 },
    sources: [{ title: "calculation", location: "calculate" }],
  });
  expect((await calculate("2^64")).text).toBe("2 ^ 64 = 1.84467440737e+19");
});

it("says where it is wrong", async () => {
  expect(await calculate("12 + * 3")).toEqual({
    ok: false,
    text: 'The calculation cannot be done: there is no number but a "*" (character 6, near "12 + * 3").',
  });
  expect((await calculate("100 / (5 - 5)")).text).toContain("a division by zero (character 5");
});

it("computes a column of thousands of numbers, and shows a part of it", async () => {
  const output = await calculate(`sum(${Array.from({ length: 3000 }, (_, i) => i).join(", ")})`);
  expect(output).toMatchObject({ ok: true, data: { value: 4_498_500 } });
  expect(output.text.length).toBeLessThan(600);
});

it("reads and writes other bases", async () => {
  const inBase = (expression: string, base: number) =>
    tool.execute({ expression, base } as never, { signal: new AbortController().signal } as ToolContext);
  expect(await inBase("0x10 * 0b11 - 0o7", 16)).toMatchObject({
    text: "16 * 3 - 7 = 41 = 0x29",
    data: { value: 41, based: "0x29" },
  });
  expect((await inBase("-5", 2)).text).toBe("-5 = -0b101");
  expect(await inBase("7 / 2", 8)).toMatchObject({ ok: false, text: expect.stringContaining("no whole number") });
});
