import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { zipProblem } from "./check-zip.ts";
import { makeZip } from "./test-files.ts";

const LIMIT = 1 << 20;
const zeros = (bytes: number) => Buffer.alloc(bytes);

it.each([
  [
    "what fits",
    [
      { name: "a", bytes: zeros(LIMIT / 2) },
      { name: "b", bytes: "x" },
    ],
    undefined,
  ],
  ["what fits and is not packed", [{ name: "a", bytes: zeros(LIMIT / 2), isStored: true }], undefined],
  ["one entry that is too large", [{ name: "a", bytes: zeros(2 * LIMIT) }], /more than 1 MiB/],
  ["one that lies about its size", [{ name: "a", bytes: zeros(2 * LIMIT), statedSize: 3 }], /more than 1 MiB/],
  [
    "several that are too large together",
    [1, 2, 3].map((n) => ({ name: `${n}`, bytes: zeros(LIMIT / 2) })),
    /more than 1 MiB/,
  ],
  [
    "several that are not packed",
    [1, 2, 3].map((n) => ({ name: `${n}`, bytes: zeros(LIMIT / 2), isStored: true })),
    /more than 1 MiB/,
  ],
] as const)("%s", (_, entries, problem) => {
  const found = zipProblem(makeZip(entries), LIMIT);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(problem);
});

it("calls damage by its name, whatever is cut or changed", () => {
  const good = makeZip([
    { name: "a", bytes: randomBytes(500) },
    { name: "b", bytes: "text" },
  ]);
  for (let length = 0; length < good.length; length += 7)
    expect(zipProblem(good.subarray(0, length), LIMIT)).toBe("it is damaged");
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const bytes = good.slice();
      for (const [at, value] of changes) bytes[at] = value;
      expect(["undefined", "string"]).toContain(typeof zipProblem(bytes, LIMIT));
    }),
    { seed: 2, numRuns: 2000 },
  );
});

it("knows a packing that no reader here knows", () => {
  const bytes = makeZip([{ name: "a", bytes: "x" }]);
  const at = Buffer.from(bytes).indexOf("PK\u0001\u0002", 0, "latin1");
  bytes[at + 10] = 99;
  expect(zipProblem(bytes, LIMIT)).toBe("it is packed in a way that is not supported");
});
