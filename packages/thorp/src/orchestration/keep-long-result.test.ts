import { expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { keepLongResult } from "./keep-long-result.ts";
import { resultOf, runThrough, valueOf } from "./test-world.ts";

const old = { id: "f", title: "F", mediaType: "text/csv", bytes: 1 };

async function keep(text: string) {
  const stored: { id: string; title: string; text: string }[] = [];
  const program = (context: Parameters<Parameters<typeof valueOf>[0]>[0]) =>
    context.wait(
      context.child("t1", (child) =>
        context.wait(
          child.child("a", (inner) =>
            keepLongResult(inner, {
              title: "look",
              result: resultOf(text, { artifacts: [old], labels: ["web"] }),
              keepText: async (file) => {
                stored.push(file);
                return {
                  id: file.id,
                  title: file.title,
                  mediaType: "text/plain",
                  bytes: file.text.length,
                  blob: "hash",
                };
              },
            }),
          ),
        ),
      ),
    );
  const { value, events } = await valueOf(program);
  await runThrough(async (context) => void (await program(context)), { before: events, clock: createManualClock() });
  return { value, stored };
}

it("leaves a short result as it is", async () => {
  const { value, stored } = await keep("short");
  expect(value).toEqual(resultOf("short", { artifacts: [old], labels: ["web"] }));
  expect(stored).toEqual([]);
});

it("stores a long one once, also after a crash, and hands on how it begins and where the rest is", async () => {
  const text = "word ".repeat(2000);
  const { value, stored } = await keep(text);
  expect(stored).toEqual([{ id: "t1.a.text", title: "look", text }]);
  expect(value.text.length).toBeLessThan(1300);
  expect(value.text).toMatch(/^word word .*word\n\[… the whole has 10000 characters: result t1\.a\.text\]$/s);
  expect(value.artifacts.map(({ id }) => id)).toEqual(["f", "t1.a.text"]);
  expect(value.labels).toEqual(["web"]);
});

it("does not cut a character in two", async () => {
  const { value } = await keep(`x${"😀".repeat(3000)}`);
  expect(value.text.isWellFormed()).toBe(true);
});
