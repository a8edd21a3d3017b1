import fc from "fast-check";
import { expect, it } from "vitest";
import { createSecretFilter } from "./secret-filter.ts";
import { secretForms } from "./secret-forms.ts";

const MASK = "[secret removed]";

it("a secret is known in JSON, in a URL, in hexadecimal digits and in both alphabets of base64", () => {
  const secret = 'pa"ss/w+rd ?12345';
  const { clean } = createSecretFilter([secret]);
  for (const form of [
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("hex"),
    Buffer.from(secret).toString("hex").toUpperCase(),
  ])
    expect(clean(`x=${form};`)).toBe(`x=${MASK};`);
});

it("in base64 it is found whatever stands around it", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 12, maxLength: 40, unit: "grapheme-ascii" }),
      fc.string({ unit: "grapheme-ascii" }),
      fc.string({ unit: "grapheme-ascii" }),
      fc.constantFrom("base64", "base64url"),
      (secret, before, after, encoding) => {
        const { clean } = createSecretFilter([secret]);
        const text = clean(Buffer.from(before + secret + after).toString(encoding));
        expect(text).toContain(MASK);
        // What is left at its ends is shared with the neighbours: less than two letters' worth.
        const left = Buffer.from(text.replace(MASK, " ").split(" ")[0] ?? "", encoding).toString();
        expect(left.length).toBeLessThanOrEqual(before.length + 2);
      },
    ),
  );
});

it("a short value has no forms that could occur by chance", () => {
  expect(secretForms("hunter2!")).toEqual(["hunter2!", "hunter2%21"]);
});
