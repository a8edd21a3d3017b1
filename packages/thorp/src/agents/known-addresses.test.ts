import { describe, expect, it } from "vitest";
import type { BriefInput, BriefToolCall } from "../models/brief.ts";
import { toolOf } from "../orchestration/test-world.ts";
import { answeredValues, knownAddresses, linksIn, personTextOf } from "./known-addresses.ts";
import { createToolSpecs, toolSpecsOf } from "./tool-specs.ts";

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

describe("values that may be handed to services", () => {
  const services = toolSpecsOf(
    [
      { tool: toolOf("find_town", { effect: "fetch" }), source: { id: "api:towns", kind: "api" as const, title: "" } },
      {
        tool: toolOf("fetch_page", { effect: "fetch" }),
        source: { id: "built-in", kind: "built-in" as const, title: "" },
      },
    ].map((entry) => ({ ...entry, ownName: entry.tool.name })),
  );
  const holds = (more: Parameters<typeof read>[0]) => answeredValues(read(more), services).holds("38.7");
  const data = { latitude: 38.7 };

  it("are in the data of answers, not in texts, and not in what pages say", () => {
    expect(holds({ toolCalls: [{ ...called("find_town", ""), data }] })).toBe(true);
    expect(holds({ toolCalls: [called("find_town", "latitude 38.7")] })).toBe(false);
    expect(holds({ toolCalls: [{ ...called("find_town", ""), data, ok: false }] })).toBe(false);
    expect(holds({ toolCalls: [{ ...called("fetch_page", ""), data }] })).toBe(false);
    // A service may repeat what was handed to it out of a file.
    expect(holds({ toolCalls: [{ ...called("find_town", ""), data, labels: ["workspace:a.csv"] }] })).toBe(false);
  });

  it("come along from an earlier task that read only services", () => {
    const earlier = (...labels: BriefInput["labels"]) => holds({ inputs: [{ ...input(""), data, labels }] });
    expect(earlier("person", "tool:find_town", "web:https://towns.example/?q=Lisbon")).toBe(true);
    expect(earlier("tool:find_town", "workspace:a.csv")).toBe(false);
    expect(earlier("tool:find_town", "tool:fetch_page", "web:https://site.example/")).toBe(false);
    expect(earlier("agent:helper")).toBe(false);
    expect(earlier()).toBe(false);
    expect(earlier("web:https://site.example/")).toBe(false);
  });
});
