import { expect, test } from "vitest";
import { blobsNamedIn } from "./blob-references.ts";

const first = "a".repeat(32);
const second = "0123456789abcdef0123456789abcdef";

test("finds every blob field at any depth, each once", () => {
  const body = { type: "x", blob: first, list: [{ deep: { blob: second } }, { blob: first }] };
  expect(blobsNamedIn(JSON.stringify(body))).toEqual([first, second]);
});

test("is not misled by texts and other fields", () => {
  const body = { text: `{"blob":"${first}"}`, note: `"blob":"${first}"`, other: second, blob: "not a hash" };
  expect(blobsNamedIn(JSON.stringify(body))).toEqual([]);
});
