import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sanitiseRequest } from "./sanitise-input.ts";

describe("sanitiseRequest", () => {
  it.each([
    ["  plain text \n", "plain text"],
    ["line\r\nline\rline\tend", "line\nline\nline\tend"],
    ["a\u0000b\u001b[31mc\u009b0m", "ab[31mc0m"],
    ["user\u202Etxt.exe\u2066x\u2069", "usertxt.exex"],
    ["zero\u200bwidth\ufeff\u2060", "zerowidth"],
    ["tags\u{e0041}\u{e0042}", "tags"],
    ["hidden\ufe01\ufe02\u{e0105}words", "hiddenwords"],
    ["half \ud800 of a pair", "half \ufffd of a pair"],
  ])("%j", (text, clean) => expect(sanitiseRequest(text)).toBe(clean));

  it.each(["👩‍👩‍👧 family", "❤️ heart", "می‌خواهم", "שלום", "日本語", "é"])("leaves %s as it is", (text) =>
    expect(sanitiseRequest(text)).toBe(text),
  );

  it.each(["", "  \n ", "\u200b\u202e"])("refuses %j as empty", (text) =>
    expect(() => sanitiseRequest(text)).toThrow(expect.objectContaining({ code: "input-invalid" })),
  );

  it("takes 200,000 characters and refuses one more", () => {
    expect(sanitiseRequest("x".repeat(200_000))).toHaveLength(200_000);
    expect(() => sanitiseRequest("x".repeat(200_001))).toThrow(expect.objectContaining({ code: "input-too-large" }));
  });

  it("leaves nothing to do for a second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
        const clean = sanitiseRequest(`a${text}z`);
        expect(sanitiseRequest(clean)).toBe(clean);
      }),
    );
  });
});
