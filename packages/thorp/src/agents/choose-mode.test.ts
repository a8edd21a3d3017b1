import { describe, expect, it } from "vitest";
import { chooseMode } from "./choose-mode.ts";

const creative = { name: "creative", when: ["poem", "Story"] };
const analytical = { name: "analytical", when: ["why", "compare", "story"] };

describe("chooseMode", () => {
  it.each([
    ["Why? Compare the two.", [creative, analytical], "analytical"],
    ["write a STORY", [creative, analytical], "creative"],
    ["a story about why we compare", [creative, analytical], "analytical"],
    ["poems are nice", [creative, analytical], "creative"],
    ["nothing that fits", [analytical, creative], "analytical"],
    ["", [creative], "creative"],
  ])("%s", (request, modes, name) => {
    expect(chooseMode({ modes }, request)?.name).toBe(name);
  });

  it.each([
    ["make it shorter", ["thanks", "write a poem", "compare two"], "creative"],
    ["why so short?", ["write a poem"], "analytical"],
    ["make it shorter", ["thanks"], "analytical"],
  ])("%s, after other words", (request, earlier, name) => {
    expect(chooseMode({ modes: [analytical, creative] }, request, earlier)?.name).toBe(name);
  });

  it("matches whole words of any script only", () => {
    const german = { name: "german", when: ["märchen"] };
    expect(chooseMode({ modes: [creative, german] }, "Ein Märchen, bitte")?.name).toBe("german");
    expect(chooseMode({ modes: [creative, german] }, "märchenhaft")?.name).toBe("creative");
  });

  it("gives none to an agent without modes", () => {
    expect(chooseMode({ modes: [] }, "why")).toBeUndefined();
  });
});
