import { expect, test } from "vitest";
import { createEventVersions, type Upcaster } from "./upcast.ts";

const steps: readonly Upcaster[] = [
  (type, data) => ({ ...(data as object), first: type }),
  (_type, data) => ({ ...(data as object), second: Object.keys(data as object).length }),
];

test("takes old data through every later step", () => {
  const versions = createEventVersions(steps);
  expect(versions.current).toBe(3);
  expect(versions.upcast("run-end", 1, { a: 1 })).toEqual({ a: 1, first: "run-end", second: 2 });
  expect(versions.upcast("run-end", 2, { a: 1 })).toEqual({ a: 1, second: 1 });
  expect(versions.upcast("run-end", 3, { a: 1 })).toEqual({ a: 1 });
});

test("refuses data of a version that it does not know", () => {
  expect(() => createEventVersions([]).upcast("run-end", 2, {})).toThrow(
    expect.objectContaining({ code: "storage-failed", message: expect.stringContaining("newer Thorp") }),
  );
});
