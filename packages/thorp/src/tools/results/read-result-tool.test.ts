import { expect, it } from "vitest";
import type { ToolContext } from "../tool.ts";
import { createReadResultTool } from "./read-result-tool.ts";

const artifact = { id: "t1.2.a1", title: "Table", mediaType: "text/csv", bytes: 2048 };
const context = {
  signal: new AbortController().signal,
  readResult: async (id: string) =>
    id === "t1"
      ? { text: Array.from({ length: 4000 }, (_, i) => `word${i}`).join(" "), artifacts: [artifact] }
      : id === "t2"
        ? {
            text: "",
            artifacts: [],
            labels: ["web:https://x.example/"],
            sources: [{ title: "X", location: "https://x.example/" }],
          }
        : undefined,
} as unknown as ToolContext;
const read = (given: { id: string; from?: number; to?: number }) => createReadResultTool().execute(given, context);

it("reads the beginning, says where to read on, and lists files", async () => {
  const first = await read({ id: "t1" });
  expect(first.text).toMatch(/^Result t1, characters 0 to 14000 of \d+:\nword0 word1 /);
  expect(first.text).toContain("(cut here; read on with from 14000)");
  expect(first.text).toMatch(/Files:\n- t1\.2\.a1: Table \(text\/csv, 2 KB\)$/);
  expect(first).toMatchObject({
    labels: ["agent:t1"],
    sources: [{ location: "t1" }],
    data: { artifacts: ["t1.2.a1"] },
  });
  const second = await read({ id: "result:t1", from: 14_000 });
  expect(second.text).toContain("characters 14000 to 28000");
});

it("hands on the origin of what it reads", async () => {
  expect(await read({ id: "t2" })).toMatchObject({
    labels: ["web:https://x.example/"],
    sources: [{ title: "X", location: "https://x.example/" }],
  });
});

it("reads a given part", async () => {
  expect((await read({ id: "t1", from: 6, to: 11 })).text).toContain("of 34889:\nword1\nFiles:");
  expect((await read({ id: "t2" })).text).toBe("Result t2:\n");
});

it.each([
  [{ id: "t9" }, /no result "t9"/],
  [{ id: "t1", from: 5, to: 4 }, /must be greater/],
  [{ id: "t1", from: 99_999 }, /there is none at 99999/],
])("%j is refused in words", async (given, words) => {
  expect(await read(given)).toMatchObject({ ok: false, text: expect.stringMatching(words) });
});
