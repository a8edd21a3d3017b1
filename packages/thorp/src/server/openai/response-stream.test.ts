/** Where a stream goes on whose answer had to be begun again. */
import { expect, it } from "vitest";
import type { AnswerDelta } from "./answer-deltas.ts";
import type { ResponseBuilder } from "./response-builder.ts";
import { responseLines } from "./response-stream.ts";

const builder: ResponseBuilder = {
  begin: () => [{ type: "begun" }],
  take: (delta) => (delta.kind === "text" ? [{ type: "text", delta: delta.text }] : [{ type: "end" }]),
  response: () => ({}),
};

async function told(texts: readonly string[], place?: Parameters<typeof responseLines>[2]) {
  async function* deltas(): AsyncGenerator<AnswerDelta> {
    for (const text of texts) yield { kind: "text", text };
  }
  let all = "";
  for await (const line of responseLines({ deltas: deltas(), leave: () => {} }, builder, place)) all += line;
  return [...all.matchAll(/data: (.*)/g)].map(([, data = ""]) => {
    const { type, delta, sequence_number: number } = JSON.parse(data) as Record<string, unknown>;
    return [number, delta ?? type];
  });
}

it("gives the same place the same number, however the words are cut", async () => {
  expect(await told(["abc", "de"])).toEqual([
    [0, "begun"],
    [3, "abc"],
    [5, "de"],
  ]);
  expect(await told(["abcde"], { after: 3, isSame: true })).toEqual([[5, "de"]]);
  expect(await told(["a", "bcde"], { after: 0, isSame: true })).toEqual([
    [1, "a"],
    [5, "bcde"],
  ]);
  expect(await told(["abcde"], { after: 5, isSame: true })).toEqual([]);
});

it("tells a new attempt whole, under numbers that were not used", async () => {
  expect(await told(["abcde"], { after: 3, isSame: false })).toEqual([[8, "abcde"]]);
});
