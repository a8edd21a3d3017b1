import { describe, expect, it } from "vitest";
import type { BriefInput, BriefToolCall } from "../models/brief.ts";
import { toolOf } from "../orchestration/test-world.ts";
import { knownAddresses, linksIn, personTextOf } from "./known-addresses.ts";
import { createToolSpecs } from "./tool-specs.ts";

const specs = createToolSpecs([toolOf("fetch_page", { effect: "fetch" }), toolOf("read_result", { effect: "read" })]);
const composed = "https://site.example/?q=the-secret";
const source = { title: "Site", location: "https://site.example/" };

function called(tool: string, text: string): BriefToolCall {
  return { id: "1", turn: 1, tool, input: {}, ok: true, text, artifacts: [], sources: [source], labels: [] };
}
function input(text: string, links?: readonly string[]): BriefInput {
  return { id: "a", goal: "", text, artifacts: [], sources: [source], labels: [], ...(links && { links }) };
}
const read = (more: { toolCalls?: readonly BriefToolCall[]; inputs?: readonly BriefInput[] }) => ({
  ...{ history: [], toolCalls: [], inputs: [] },
  ...more,
});

describe("addresses that may be fetched after something was read", () => {
  it("are links on pages that were fetched, not what stands in texts of models beside the same source", () => {
    const covers = (more: Parameters<typeof read>[0]) => knownAddresses(read(more), "", specs).covers(composed);
    expect(covers({ toolCalls: [called("fetch_page", `See ${composed}.`)] })).toBe(true);
    expect(covers({ toolCalls: [called("read_result", `See ${composed}.`)] })).toBe(false);
    expect(covers({ inputs: [input(`See ${composed}.`)] })).toBe(false);
    expect(covers({ inputs: [input("", [composed])] })).toBe(true);
  });

  it("go with a result as far as a page had them", () => {
    const page = read({ toolCalls: [called("fetch_page", "Next: https://site.example/2")] });
    expect(linksIn(`https://site.example/2 ${composed} https://other.example/`, page, specs)).toEqual([
      "https://site.example/2",
    ]);
  });

  it("are not those that the person only picked from an offer", () => {
    const history = [
      { role: "person", text: "https://own.example/" },
      { role: "person", text: composed, labels: ["web:https://site.example/"] },
    ] as const;
    expect(personTextOf({ history }, "Hello")).toBe("Hello\nhttps://own.example/");
  });
});
