import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelFields } from "./catalogue-schema.ts";
import { fitFormat, fitParameters, fixedMinP, settingsFromFields } from "./model-settings.ts";

const settings = (fields: Omit<ModelFields, "id">) => settingsFromFields({ id: "a/b", ...fields });

describe("parameters", () => {
  test("go through untouched where the catalogue says nothing", () => {
    expect(settings({ context: 5000 })).toBeUndefined();
    expect(fitParameters(undefined, { temperature: 1.5 })).toEqual({ options: { temperature: 1.5 }, notices: [] });
    expect(fitParameters(undefined, { temperature: undefined })).toEqual({ options: {}, notices: [] });
  });

  test("have the catalogue's default where the call has none, silently", () => {
    const own = settings({
      parameters: { temperature: { default: 0.2 }, top_k: { default: 40 }, seed: { default: 7 } },
    });
    expect(fitParameters(own, {})).toEqual({ options: { temperature: 0.2, topK: 40, seed: 7 }, notices: [] });
    expect(fitParameters(own, { temperature: 0.9 }).options.temperature).toBe(0.9);
  });

  test.each([
    [{ min: 0, max: 1 }, 1.4, 1, "temperature 1.4 became 1: the model takes 0 to 1"],
    [{ max: 1 }, 1.4, 1, "temperature 1.4 became 1: the model takes at most 1"],
    [{ min: 0.5 }, 0, 0.5, "temperature 0 became 0.5: the model takes at least 0.5"],
    [{ min: 1, max: 1 }, 0, 1, "temperature 0 became 1: the model takes 1 to 1"],
  ])("outside %j are moved in, with a notice", (range, asked, expected, notice) => {
    const fitted = fitParameters(settings({ parameters: { temperature: range } }), { temperature: asked });
    expect(fitted).toEqual({ options: { temperature: expected }, notices: [notice] });
  });

  test("always end inside their range", () => {
    const number = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(number, number, number, (one, other, asked) => {
        const [min, max] = [Math.min(one, other), Math.max(one, other)];
        const { options } = fitParameters(settings({ parameters: { temperature: { min, max } } }), {
          temperature: asked,
        });
        expect(options.temperature).toBeGreaterThanOrEqual(min);
        expect(options.temperature).toBeLessThanOrEqual(max);
      }),
    );
  });

  test("that a model does not take are left out, with a notice when somebody asked for them", () => {
    const own = settings({
      unsupported: ["temperature", "min_p"],
      parameters: { temperature: { default: 1 }, min_p: { default: 0.1 } },
    });
    expect(fitParameters(own, {})).toEqual({ options: {}, notices: [] });
    expect(fitParameters(own, { temperature: 0 }).notices).toEqual([
      "temperature 0 was left out: the model does not take it",
    ]);
    expect(fixedMinP(own)).toBeUndefined();
    expect(fixedMinP(settings({ parameters: { min_p: { default: 0.1 } } }))).toBe(0.1);
  });

  test("bring the effort of thinking", () => {
    expect(fitParameters(settings({ reasoning: "low" }), {}).options).toEqual({ reasoning: "low" });
  });
});

describe("a schema", () => {
  const schema = { type: "object" };

  test("is held to by the server where it can", () => {
    expect(fitFormat(undefined, schema)).toEqual({ responseFormat: { type: "json", schema }, notices: [] });
    expect(fitFormat(undefined, undefined)).toEqual({ notices: [] });
  });

  test.each([
    [["text", "json"] as const, { type: "json" }, "the schema was put in words: the model takes none"],
    [["text"] as const, undefined, "JSON was asked for in words: the model has no such answers"],
  ])("is asked for in words of a model with %j", (formats, responseFormat, notice) => {
    const fitted = fitFormat(settings({ formats: [...formats] }), schema);
    expect(fitted.responseFormat).toEqual(responseFormat);
    expect(fitted.instruction).toContain('{"type":"object"}');
    expect(fitted.notices).toEqual([notice]);
  });
});
