import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDiff } from "./edit-diff.ts";

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`);

describe("editDiff", () => {
  it("shows what goes and comes with two lines around, and one sign for what stays between", () => {
    const before = numbered(20);
    const after = before.with(3, "four").toSpliced(15, 1);
    expect(editDiff(`${before.join("\n")}\n`, `${after.join("\n")}\n`).split("\n")).toEqual([
      ...["…", "  line 2", "  line 3", "- line 4", "+ four", "  line 5", "  line 6"],
      ...["…", "  line 14", "  line 15", "- line 16", "  line 17", "  line 18", "…"],
    ]);
  });

  it("says nothing of what stays, and shows whole texts that are new or gone", () => {
    expect(editDiff("a\nb\n", "a\nb\n")).toBe("");
    expect(editDiff("", "a\nb\n")).toBe("+ a\n+ b");
    expect(editDiff("a\n", "")).toBe("- a");
  });

  it("gives both texts back, whatever they are", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 9 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        // Ends that differ bring every line near a change of these short texts.
        const lines = editDiff([...before, "x"].join("\n"), [...after, "y"].join("\n")).split("\n");
        const side = (sign: string) =>
          lines.filter((line) => line.startsWith(sign) || line.startsWith(" ")).map((line) => line.slice(2));
        const isWhole = !lines.includes("…");
        fc.pre(isWhole);
        expect(side("-")).toEqual([...before, "x"]);
        expect(side("+")).toEqual([...after, "y"]);
      }),
    );
  });

  it("does not compare texts beyond measure", () => {
    const lines = editDiff(numbered(5000).join("\n"), numbered(5000).toReversed().join("\n")).split("\n");
    expect(lines).toHaveLength(61);
    expect(lines.at(-1)).toMatch(/^… and \d+ more lines$/);
  });
});
