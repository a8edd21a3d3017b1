import { describe, expect, test } from "vitest";
import { createHashedEmbedder, embedText } from "./hashed-embedder.ts";

const dot = (one: readonly number[], other: readonly number[]) =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
const likeness = (one: string, other: string) => dot(embedText(one), embedText(other));

describe("a vector", () => {
  test("has 384 dimensions and length 1", () => {
    const vector = embedText("The quick brown fox");
    expect(vector).toHaveLength(384);
    expect(dot(vector, vector)).toBeCloseTo(1, 10);
  });

  test("is the same on every machine and in every release: stored vectors depend on it", () => {
    const vector = embedText("Thorp");
    const largest = vector
      .map((value, at) => ({ at, value: Number(value.toFixed(6)) }))
      .sort((one, other) => Math.abs(other.value) - Math.abs(one.value));
    expect(largest.slice(0, 2)).toMatchInlineSnapshot(`
      [
        {
          "at": 114,
          "value": 0.585206,
        },
        {
          "at": 0,
          "value": -0.234082,
        },
      ]
    `);
  });

  test("is all zeros for a text without letters and digits", () => {
    for (const text of ["", "   ", "?!…", "🎉"]) expect(new Set(embedText(text))).toEqual(new Set([0]));
  });

  test("passes over case, accents and form", () => {
    expect(likeness("Café Zürich", "cafe zurich")).toBeCloseTo(1, 10);
    expect(likeness("ﬁle", "file")).toBeCloseTo(1, 10);
  });
});

describe("texts", () => {
  test("come closer the more they share", () => {
    const question = "average salary by department";
    const near = likeness(question, "the departments' average salaries");
    const far = likeness(question, "tomorrow it will rain in Oslo");
    expect(near).toBeGreaterThan(0.4);
    expect(far).toBeLessThan(0.2);
  });

  test("differ by the order of their words", () => {
    expect(likeness("dog bites man", "man bites dog")).toBeLessThan(0.99);
  });

  test("of scripts without spaces are told apart by their characters", () => {
    expect(likeness("人工智能模型", "人工智能")).toBeGreaterThan(likeness("人工智能模型", "天气预报") + 0.3);
  });

  test("of one endless word are embedded in time", () => {
    expect(dot(embedText("x".repeat(1_000_000)), embedText("x".repeat(60)))).toBeGreaterThan(0.4);
  });
});

describe("the model", () => {
  const model = createHashedEmbedder();

  test("embeds many at once, in order, in as many dimensions as asked", async () => {
    const { embeddings } = await model.doEmbed({ values: ["a b", "c d"], dimensions: 64 });
    expect(embeddings).toEqual([embedText("a b", 64), embedText("c d", 64)]);
  });

  test.each([0, -1, 1.5, Number.NaN])("refuses %d dimensions", async (dimensions) => {
    await expect(model.doEmbed({ values: ["x"], dimensions })).rejects.toMatchObject({ code: "input-invalid" });
  });

  test("can be cancelled", async () => {
    await expect(model.doEmbed({ values: ["x"], abortSignal: AbortSignal.abort() })).rejects.toThrow();
  });
});
