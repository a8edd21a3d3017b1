/** Round five of broken tool calls: cases that were frozen before they were measured. */
import { expect, it } from "vitest";
import { builtInTools } from "../../src/tools/built-in-tools.ts";
import { readCorpus, readRoundFive } from "./corpus.ts";
import { isRight, makeOf, showsCall, wrongEffects } from "./measure.ts";
import { officeTools } from "./office-tools.ts";

const tools = [...builtInTools(), ...officeTools()];
const dev = readRoundFive("dev");
const heldOut = readRoundFive("held-out");

it("round five has each case once, in two halves, and none of the older ones", () => {
  const written = [...dev, ...heldOut, ...readCorpus()].map(({ call, text, finish }) =>
    JSON.stringify([call, text, finish]),
  );
  expect(new Set(written).size).toBe(written.length);
  expect(dev.length).toBeGreaterThanOrEqual(80);
  expect(heldOut.length).toBeGreaterThanOrEqual(80);
});

it("what the calls of round five mean is what their tools take", () => {
  for (const { id, means } of [...dev, ...heldOut])
    for (const { tool, input } of means === "refuse" ? [] : means)
      expect(tools.find(({ name }) => name === tool)?.input.parse(input), id).toEqual(input);
});

it.each(dev.map((broken) => [broken.id, broken.kind, broken] as const))("%s (%s)", (_id, _kind, broken) => {
  const made = makeOf(broken, 1, tools);
  expect(made.calls.map(({ tool, input }) => ({ tool, input }))).toEqual(broken.means === "refuse" ? [] : broken.means);
  if (broken.rest !== undefined) expect(made.shown.trim()).toBe(broken.rest);
  if (broken.text !== undefined) {
    expect(showsCall(broken, made.live)).toBe(false);
    for (const size of [3, 17, 10_000]) {
      const { live: _, ...whole } = makeOf(broken, size, tools);
      expect(made).toMatchObject(whole);
    }
  }
});

it("round five changes nothing that nobody meant to change", () => {
  expect([...dev, ...heldOut].flatMap((broken) => wrongEffects(broken, makeOf(broken, 1, tools)))).toEqual([]);
});

// A count alone: whoever reads which of them fail has no unseen half any more.
it("of the held-out half of round five no fewer are right than when it was last measured", () => {
  const right = heldOut.filter((broken) => isRight(broken, makeOf(broken, 1, tools)));
  const meant = right.filter(({ means }) => means !== "refuse");
  expect(meant.length).toBeGreaterThanOrEqual(70);
  expect(right.length - meant.length).toBe(23);
});
