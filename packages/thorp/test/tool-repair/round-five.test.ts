/** Round five of broken tool calls: cases that were frozen before they were measured. */
import { expect, it } from "vitest";
import { builtInTools } from "../../src/tools/built-in-tools.ts";
import { readCorpus, readRoundFive } from "./corpus.ts";
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
