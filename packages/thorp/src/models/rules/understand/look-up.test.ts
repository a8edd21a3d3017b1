import { describe, expect, it } from "vitest";
import type { Brief, BriefTool, KnownPassage } from "../../brief.ts";
import { fixtureFiles } from "../fixture-files.ts";
import { fixtureTools } from "../fixture-tools.ts";
import { work } from "../work/work.ts";
import { understand } from "./understand.ts";

const search: BriefTool = {
  name: "search_knowledge",
  capability: "knowledge",
  description: "Finds passages of your own documents.",
  examples: ["Look it up in the handbook"],
  input: {
    type: "object",
    properties: { query: { type: "string" }, document: { type: "string" } },
    required: ["query"],
  },
  agent: "clerk",
};
const passage: KnownPassage = { text: "Nine.", title: "Hours", location: "t/k/a.md", match: 0.7, agent: "clerk" };

function briefOf(request: string, given: Partial<Brief> = {}): Brief {
  return {
    purpose: "understand",
    agent: { name: "lead", kind: "orchestrator", description: "", examples: [], capabilities: [] },
    request,
    history: [],
    files: [],
    inputs: [],
    known: [passage],
    toolCalls: [],
    learned: [],
    tools: [...fixtureTools, search],
    delegates: [],
    missing: [],
    now: Date.UTC(2026, 10, 21, 12),
    timeZone: "UTC",
    ...given,
  };
}
const capabilities = (brief: Brief): readonly string[] => {
  const reply = understand(brief);
  if (reply.kind === "text") return [reply.abstained ? "abstains" : "answers"];
  const { tasks = [] } = reply.input as { tasks?: { capability: string; agent: string }[] };
  return tasks.map(({ capability, agent }) => (capability === "knowledge" ? `knowledge: ${agent}` : capability));
};

describe("a question whose words the documents hold", () => {
  it.each(["How do I open the shop?", "why is the sky blue", "Explain the opening hours", "the opening hours?"])(
    "is looked up by whoever knows: %s",
    (request) => expect(capabilities(briefOf(request))).toEqual(["knowledge: clerk"]),
  );

  it.each([
    ["a text to write", "Write a poem about opening hours"],
    ["a translation", "Translate the opening hours into French"],
    ["another language", "Wie sind die Öffnungszeiten?"],
  ])("is not %s", (_what, request) => expect(capabilities(briefOf(request))).toEqual(["abstains"]));

  it("is none for a tool that fits better", () => {
    expect(capabilities(briefOf("What is 17% of 2,340?"))).toEqual(["calculation"]);
    expect(capabilities(briefOf("What does docs/contract.pdf say about hours?"))).toEqual(["documents"]);
  });

  it("is none where nothing was found, or nobody can search", () => {
    expect(capabilities(briefOf("How do I open the shop?", { known: [] }))).toEqual(["abstains"]);
    expect(capabilities(briefOf("How do I open the shop?", { tools: fixtureTools }))).toEqual(["abstains"]);
  });

  it("yields to a file that is meant, unless the passage holds nearly all of it", () => {
    const files = fixtureFiles.filter((file) => file.path.endsWith(".pdf")).slice(0, 1);
    const name = files[0]?.path.split("/").at(-1)?.replace(".pdf", "") ?? "";
    const request = `What does the ${name} say about hours?`;
    expect(capabilities(briefOf(request, { files }))).toEqual(["documents"]);
    expect(capabilities(briefOf(request, { files, known: [{ ...passage, match: 1 }] }))).toEqual(["knowledge: clerk"]);
  });
});

describe("documents that are named", () => {
  it.each([
    ["Look up in the handbook how to open the shop", "how to open the shop"],
    ["What does the knowledge base say about returns?", "What does returns?"],
    ["Check the guidelines for the naming of files", "the naming of files"],
  ])("are searched also when nothing was found before, for what is asked of them: %s", (request, query) => {
    expect(capabilities(briefOf(request, { known: [] }))).toEqual(["knowledge: clerk"]);
    const task = { id: "t1", goal: request, capability: "knowledge" };
    const agent = { name: "clerk", kind: "executor", description: "", examples: [], capabilities: ["knowledge"] };
    expect(work(briefOf(request, { purpose: "work", agent, task, tools: [search] }))).toMatchObject({
      tool: "search_knowledge",
      input: { query },
    });
  });

  it("answer with the best passage as it stands, and where it stands", () => {
    const task = { id: "t1", goal: "hours", capability: "knowledge" };
    const call = {
      id: "t1-1",
      turn: 1,
      tool: "search_knowledge",
      input: { query: "hours" },
      ok: true,
      text: "long",
      data: { passages: [passage, { ...passage, text: "Other." }] } as never,
      artifacts: [],
      sources: [],
      labels: [],
    };
    const agent = { name: "clerk", kind: "executor", description: "", examples: [], capabilities: [] };
    const brief = briefOf("hours", { purpose: "work", agent, task, tools: [search], toolCalls: [call] });
    expect(work(brief)).toMatchObject({ kind: "text", text: "Nine.\n\n(t/k/a.md: Hours)" });
    expect(work({ ...brief, toolCalls: [{ ...call, text: "No passage.", data: { passages: [] } }] })).toMatchObject({
      text: "No passage.",
    });
  });
});
