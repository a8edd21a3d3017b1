import { describe, expect, it } from "vitest";
import { fileChangeFrom } from "./file-change.ts";

describe("fileChangeFrom", () => {
  it("reads what a whole file is to hold, and how it gets there", () => {
    expect(fileChangeFrom({ path: "a.md", text: "one\ntwo\n" })).toEqual({
      path: "a.md",
      kind: "create",
      hunks: [{ removed: [], added: ["one", "two"] }],
      rest: {},
    });
    expect(fileChangeFrom({ path: "a.md", text: "x", mode: "append" })).toMatchObject({ kind: "append", rest: {} });
    expect(fileChangeFrom({ file_path: "a", content: "x", owner: "b" })).toMatchObject({ rest: { owner: "b" } });
  });

  it("reads edits with what they take away, all of them or none", () => {
    expect(fileChangeFrom({ path: "a", edits: [{ oldText: "b", newText: "c\nd" }] })).toMatchObject({
      kind: "edit",
      hunks: [{ removed: ["b"], added: ["c", "d"] }],
    });
    expect(fileChangeFrom({ path: "a", old_string: "b", new_string: "", all: true })).toMatchObject({
      hunks: [{ removed: ["b"], added: [] }],
      rest: { all: true },
    });
    expect(fileChangeFrom({ path: "a", edits: [{ oldText: "b", newText: "c" }, { line: 3 }] })).toBeUndefined();
  });

  it("leaves everything else alone", () => {
    for (const input of [undefined, null, "a", ["a"], { text: "x" }, { path: "a" }, { path: 1, text: "x" }])
      expect(fileChangeFrom(input)).toBeUndefined();
  });
});
