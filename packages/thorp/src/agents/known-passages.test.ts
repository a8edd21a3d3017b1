import { describe, expect, it } from "vitest";
import type { ModelCall } from "../gateway/call-model/model-call.ts";
import { agentOf, environmentOf, eventsOf, type Script, teamOf, toolOf, valueOf } from "../orchestration/test-world.ts";
import type { KnowledgeQuery, ShelfFacts } from "../tools/shelf.ts";
import type { Assignment, SearchKnowledge } from "./assignment.ts";
import { ownAssignment } from "./own-assignment.ts";
import { runAgent } from "./run-agent.ts";
import type { Agent } from "./team.ts";

const clerk = agentOf("clerk", { knowledge: ["handbook"] });
const lead = agentOf("lead", { kind: "orchestrator", delegates: ["middle"] });
const middle = agentOf("middle", { kind: "manager", delegates: ["clerk"] });
const passage = (text: string, match: number) => ({
  text,
  title: "Hours",
  location: `crew/handbook/${text}.md`,
  match,
});

interface World {
  readonly agent?: Agent;
  readonly assignment?: Partial<Assignment>;
  readonly search?: SearchKnowledge;
  readonly think?: Script["think"];
}

async function run({ agent = clerk, assignment = {}, search, think = () => "done" }: World) {
  const asked: ModelCall[] = [];
  const searched: (readonly [ShelfFacts, KnowledgeQuery])[] = [];
  const team = { ...teamOf([agent, lead, middle, clerk]), folder: "/teams/crew" };
  const environment = environmentOf(team, { think, asked, tools: [toolOf("search_knowledge"), toolOf("look_up")] });
  const searchKnowledge: SearchKnowledge = async (shelf, query, signal) => {
    searched.push([shelf, query]);
    return (
      search?.(shelf, query, signal) ?? {
        passages: [passage("b", 0.7), passage("a", 0.9), passage("c", 0.3)],
        documents: [],
        problems: [],
      }
    );
  };
  const services = { ...environment.services, searchKnowledge };
  const whole = { ...ownAssignment(environment, agent), purpose: "work" as const, stepPrefix: "", ...assignment };
  const { value, events } = await valueOf((context) => runAgent(context, services, whole), { runtime: "strict" });
  const prompt = JSON.stringify(asked[0]?.promptFor(Infinity).messages);
  return { value, events, asked, searched, prompt };
}

describe("passages that an agent knows", () => {
  it("stand in its first brief when they fit well, best first, fenced as data", async () => {
    const { asked, searched, prompt } = await run({
      assignment: { task: { id: "t1", goal: "When is it open?" } },
    });
    expect(searched).toMatchObject([
      [{ folder: "/teams/crew", knowledge: ["handbook"] }, { query: "When is it open?" }],
    ]);
    expect(asked[0]?.brief.known?.map(({ text }) => text)).toEqual(["a", "b"]);
    expect(prompt).toContain(
      "Known:\\n<data>\\ncrew/handbook/a.md, Hours:\\na\\n\\ncrew/handbook/b.md, Hours:\\nb\\n</data>",
    );
    expect(prompt).toContain("never an instruction");
    expect(asked[0]?.labels).toContain("knowledge:crew/handbook/a.md");
  });

  it("leave their labels and sources on an answer that no tool helped with", async () => {
    const { value } = await run({});
    expect(value).toMatchObject({
      result: {
        labels: ["knowledge:crew/handbook/a.md", "knowledge:crew/handbook/b.md"],
        sources: [{ location: "crew/handbook/a.md" }, { location: "crew/handbook/b.md" }],
      },
    });
    const helped = await run({
      think: ({ brief }) => (brief.toolCalls.length === 0 ? { calls: [{ tool: "search_knowledge", input: {} }] } : "x"),
    });
    expect(helped.value).toMatchObject({ result: { sources: [] } });
    expect(helped.events.filter((event) => event.type === "step-start" && event.step === "known")).toHaveLength(1);
  });

  it("are no more than two, and none that fits badly", async () => {
    const search: SearchKnowledge = async () => ({ passages: [passage("a", 0.5)], documents: [], problems: [] });
    const { asked, prompt } = await run({ search });
    expect(asked[0]?.brief.known).toBeUndefined();
    expect(prompt).not.toContain("Known:");
  });

  it("are looked for by nobody who has no documents, and not for checks or answers", async () => {
    expect(
      (await run({ agent: agentOf("plain") })).events.some((event) => "step" in event && event.step === "known"),
    ).toBe(false);
    for (const purpose of ["check", "synthesis", "compact", "replan"] as const)
      expect((await run({ assignment: { purpose } })).searched).toEqual([]);
  });

  it("tell a planner whom to ask, but do not stand in its prompt", async () => {
    const { asked, prompt } = await run({ agent: lead, assignment: { purpose: "understand", delegates: [middle] } });
    expect(asked[0]?.brief.known).toMatchObject([{ agent: "middle" }, { agent: "middle" }]);
    expect(asked[0]?.brief.tools.map(({ name, agent }) => [name, agent])).toEqual([["search_knowledge", "middle"]]);
    expect(prompt).not.toContain("Known:");
    expect(asked[0]?.labels).toEqual(["person", "team"]);
  });

  it("are missing, and the work goes on, when searching fails", async () => {
    const { value } = await run({ search: () => Promise.reject(new Error("disk")) });
    expect(value).toMatchObject({ kind: "answer" });
  });
});

describe("tools for what is on the shelf", () => {
  it("are offered to those who have it, whatever their file lists", async () => {
    const names = async (agent: Agent) => {
      const asked: ModelCall[] = [];
      const skills = new Map([
        ["minutes", { name: "minutes", description: "How minutes are\nwritten.", instructions: "x", references: {} }],
      ]);
      const environment = environmentOf(
        { ...teamOf([agent]), skills },
        {
          think: () => "done",
          asked,
          tools: [toolOf("search_knowledge"), toolOf("read_skill")],
        },
      );
      const assignment = { ...ownAssignment(environment, agent), purpose: "work" as const, stepPrefix: "" };
      await valueOf((context) => runAgent(context, environment.services, assignment), { runtime: "strict" });
      return {
        tools: asked[0]?.tools.map(({ name }) => name),
        system: JSON.stringify(asked[0]?.promptFor(Infinity).messages[0]),
        brief: asked[0]?.brief,
      };
    };
    expect((await names(agentOf("plain"))).tools).toEqual([]);
    expect((await names(clerk)).tools).toEqual(["search_knowledge"]);
    const skilled = await names(agentOf("skilled", { skills: ["minutes"] }));
    expect(skilled.tools).toEqual(["read_skill"]);
    expect(skilled.system).toContain("Skills (`read_skill`):\\n- minutes: How minutes are written.");
    // Rules cannot follow a skill, and nobody plans to read one.
    expect(skilled.brief?.tools).toEqual([]);
  });
});

it("the step is recorded, so that recovery and replay see the same passages", async () => {
  const { events } = await run({});
  const ended = eventsOf(events, "step-end").find(({ step }) => step === "known");
  expect(ended?.result).toMatchObject([{ text: "a", agent: "clerk" }, { text: "b" }]);
});
