/** Broken tool calls as small models write them: what becomes of them, measured on the corpus. */
import { describe, expect, it } from "vitest";
import { halfOf, readCorpus } from "./corpus.ts";
import { isRight, makeOf, showsCall, wrongEffects } from "./measure.ts";

const corpus = readCorpus();

describe("broken tool calls", () => {
  it("are many, of every kind, and each once", () => {
    expect(corpus.length).toBeGreaterThanOrEqual(240);
    expect(new Set(corpus.map(({ id }) => id)).size).toBe(corpus.length);
    expect(new Set(corpus.map(({ call, text, finish }) => JSON.stringify([call, text, finish]))).size).toBe(
      corpus.length,
    );
  });

  it.each(["dev", "held-out"] as const)("of the %s half become the calls that were meant, in 95 of 100", (half) => {
    const cases = corpus.filter((broken) => halfOf(broken) === half);
    const meant = cases.filter(({ means }) => means !== "refuse");
    const right = meant.filter((broken) => isRight(broken, makeOf(broken)));
    expect(cases.length).toBeGreaterThan(100);
    expect(right.length / meant.length).toBeGreaterThanOrEqual(0.95);
  });

  it("never change anything that nobody meant to change", () => {
    expect(corpus.flatMap((broken) => wrongEffects(broken, makeOf(broken)))).toEqual([]);
  });

  it.each(corpus.map((broken) => [broken.id, broken.kind, broken] as const))("%s (%s)", (_id, _kind, broken) => {
    const made = makeOf(broken);
    expect(made.calls.map(({ tool, input }) => ({ tool, input }))).toEqual(
      broken.means === "refuse" ? [] : broken.means,
    );
    if (broken.rest !== undefined) expect(made.shown.trim()).toBe(broken.rest);
  });

  it("written as text are never shown as the answer", () => {
    const written = corpus.filter(({ text, means }) => text !== undefined && means !== "refuse");
    const leaked = written.filter((broken) => showsCall(broken, makeOf(broken).live));
    expect(leaked.map(({ id }) => id)).toEqual([]);
  });

  it("come to the same whatever the pieces of the network are", () => {
    for (const broken of corpus.filter(({ text }) => text !== undefined))
      for (const size of [3, 17, 10_000]) {
        const { live: _, ...made } = makeOf(broken, size);
        expect(makeOf(broken), `${broken.id} in pieces of ${size}`).toMatchObject(made);
      }
  });
});
