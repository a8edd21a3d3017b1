/** Results held against the acceptance text by whoever planned their task, and what follows from the verdict. */
import { describe, expect, it } from "vitest";
import type { Agent } from "../agents/team.ts";
import type { Labels } from "../base/label.ts";
import type { RunEvent } from "../events/event.ts";
import type { Artifact } from "../events/task-result.ts";
import type { Brief } from "../models/brief.ts";
import { replayRun } from "../runtime/embedded/replay-run.ts";
import { runRequest } from "./run-request.ts";
import {
  agentOf,
  environmentOf,
  eventsOf,
  runThrough,
  type Said,
  type Script,
  taskOf,
  teamOf,
  toolOf,
} from "./test-world.ts";

const ACCEPTANCE = "both regions, with their figures";
const lead = agentOf("lead", { kind: "orchestrator", delegates: ["worker"] });
const worker = agentOf("worker", { tools: ["look_up"], capabilities: ["work"] });
const other = agentOf("other", { capabilities: ["work"] });
const north = "North 12";
const both = "North 12, South 7";
const onlyNorth: Said = { text: '{"verdict":"revise","reason":"South is missing."}' };
const refused: Said = { text: '{"verdict":"reject","reason":"These are no figures."}' };
const accepted: Said = { text: '{"verdict":"accept","reason":"both are there"}' };

interface Roles {
  readonly work: (brief: Brief) => Said | string;
  /** By the text that is judged. */
  readonly judge: (text: string) => Said;
}

/** Plans one task with an acceptance text for the worker; answers with what came back. */
function thinkAs({ work, judge }: Roles): Script["think"] {
  return ({ brief }) => {
    if (brief.purpose === "understand") {
      const { id, goal, agent } = taskOf("t1");
      return {
        calls: [{ tool: "plan", input: { tasks: [{ id, goal, agent, acceptance: ACCEPTANCE }] } }],
      };
    }
    if (brief.purpose === "check") return judge(brief.inputs[0]?.text ?? "");
    if (brief.purpose === "work") return work(brief);
    if (brief.purpose === "replan") return "Nothing else can be done.";
    const missing = brief.missing.map(({ reason }) => ` Not done: ${reason}`).join("");
    return `${brief.inputs.map(({ text }, at) => `${text} [${at + 1}]`).join(" ")}${missing}`;
  };
}

interface Rest {
  readonly agents?: readonly Agent[];
  readonly judgesResults?: boolean;
  readonly useTool?: Script["useTool"];
}

function world(roles: Roles, { agents = [lead, worker], judgesResults = true, useTool }: Rest = {}) {
  const asked: NonNullable<Script["asked"]> = [];
  const ran: string[] = [];
  const environment = environmentOf(
    { ...teamOf(agents), judgesResults },
    { think: thinkAs(roles), asked, ran, tools: [toolOf("look_up")], ...(useTool === undefined ? {} : { useTool }) },
  );
  return {
    asked,
    ran,
    program: (context: Parameters<typeof runRequest>[0]) => runRequest(context, environment, { smallestWindow: 8000 }),
  };
}

async function run(roles: Roles, rest?: Rest) {
  const { program, asked } = world(roles, rest);
  const events = await runThrough(program, { runtime: "strict" });
  const purposes = asked.map(({ brief }) => `${brief.purpose} by ${brief.agent.name}`);
  return { asked, events, purposes, remedies: remediesIn(events), end: eventsOf(events, "run-end")[0] };
}

function remediesIn(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === "check-end") return [`${event.verdict} by ${event.by}`];
    if (event.type === "task-escalate") return [`${event.to} tier`];
    if (event.type === "task-reassign") return [`to ${event.agent}`];
    return event.type === "task-retry" ? ["retry"] : [];
  });
}

const secondIsWhole: Roles = {
  work: ({ learned }) => (learned.length === 0 ? north : both),
  judge: (text) => (text === both ? accepted : onlyNorth),
};

describe("an orchestrator judges what it planned", () => {
  it("accepts, with its own models and no tools, for one call", async () => {
    const { purposes, remedies, asked, end } = await run({ work: () => both, judge: () => accepted });
    expect(purposes).toEqual(["understand by lead", "work by worker", "check by lead", "synthesis by lead"]);
    expect(remedies).toEqual(["accept by lead"]);
    expect(asked[2]).toMatchObject({
      tools: [],
      agent: { models: lead.models },
      brief: { task: { acceptance: ACCEPTANCE } },
    });
    expect(end).toMatchObject({ state: "done" });
  });

  it("sends it back with the reason, and the next try sees what it handed in", async () => {
    const { remedies, asked, end } = await run(secondIsWhole);
    expect(remedies).toEqual(["revise by lead", "retry", "accept by lead"]);
    const again = asked.filter(({ brief }) => brief.purpose === "work")[1]?.brief;
    expect(again).toMatchObject({ learned: ["South is missing."], inputs: [{ id: "last-try", text: north }] });
    expect(end).toMatchObject({ state: "done" });
  });

  it("goes up a tier at once when somebody else has to do it", async () => {
    const { remedies, asked, end } = await run({
      work: ({ learned }) => (learned.length === 0 ? { text: "no idea", higherTier: "frontier" } : both),
      judge: (text) => (text === both ? accepted : refused),
    });
    expect(remedies).toEqual(["reject by lead", "frontier tier", "accept by lead"]);
    expect(asked.filter(({ brief }) => brief.purpose === "work").map(({ atLeast }) => atLeast)).toEqual([
      undefined,
      "frontier",
    ]);
    expect(end).toMatchObject({ state: "done" });
  });

  it("keeps the last result beside the reason when no remedy is left", async () => {
    const { remedies, events, asked, end } = await run({ work: () => north, judge: () => onlyNorth });
    expect(remedies).toEqual(["revise by lead", "retry", "revise by lead"]);
    expect(eventsOf(events, "task-end")).toMatchObject([
      { state: "failed", failure: { message: "South is missing." }, result: { text: north } },
    ]);
    expect(asked.find(({ brief }) => brief.purpose === "replan")?.brief).toMatchObject({
      inputs: [{ id: "t1", text: north }],
      missing: [{ id: "t1", reason: "South is missing." }],
    });
    expect(end).toMatchObject({ state: "partial", failure: { message: "South is missing." } });
    expect(eventsOf(events, "message-add").at(-1)?.text).toBe("North 12 [1] Not done: South is missing.");
  });

  it("asks another agent in the end, who also sees what was sent back", async () => {
    const led = { ...lead, delegates: ["worker", "other"] };
    const agents = [led, worker, { ...other, capabilities: ["worker"] }];
    const { remedies, asked } = await run(
      {
        work: ({ agent }) => (agent.name === "other" ? both : north),
        judge: (text) => (text === both ? accepted : refused),
      },
      { agents },
    );
    expect(remedies).toEqual(["reject by lead", "to other", "accept by lead"]);
    expect(asked.find(({ brief }) => brief.agent.name === "other")?.brief.inputs).toMatchObject([{ text: north }]);
  });
});

describe("what is not judged", () => {
  it.each([
    ["where the team says so", { judgesResults: false }],
    ["by the one who did it", { agents: [{ ...lead, delegates: [], tools: ["look_up"] }, worker] }],
  ])("%s", async (_case, rest) => {
    const { purposes } = await run({ work: () => north, judge: () => refused }, rest);
    expect(purposes.filter((purpose) => purpose.startsWith("check"))).toEqual([]);
  });

  it("what rules computed, unless it was sent back before", async () => {
    const byRules = { work: (): Said => ({ text: north, tier: "embedded" }), judge: () => onlyNorth };
    expect((await run(byRules)).remedies).toEqual([]);
    const { remedies } = await run({
      ...byRules,
      work: ({ learned }) => ({ text: north, tier: learned.length === 0 ? "local" : "embedded" }),
    });
    expect(remedies).toEqual(["revise by lead", "retry", "revise by lead"]);
  });
});

it("a second try carries the labels of what the first had read", async () => {
  const labels: Labels = ["web:https://a.example"];
  const { asked } = await run(
    {
      work: ({ learned, toolCalls }) => {
        if (learned.length > 0) return both;
        return toolCalls.length === 0 ? { calls: [{ tool: "look_up", input: {} }] } : north;
      },
      judge: (text) => (text === both ? accepted : onlyNorth),
    },
    { useTool: () => ({ text: "a page", labels }) },
  );
  const tries = asked.filter(({ brief }) => brief.purpose === "work");
  expect(tries.at(-1)?.labels).toContain(labels[0]);
});

describe("a judged run", () => {
  it("comes to the same end from a crash at every event", async () => {
    const whole = await runThrough(world(secondIsWhole).program);
    for (let kept = 1; kept < whole.length; kept++) {
      const before = whole.slice(0, kept);
      const { program, ran } = world(secondIsWhole);
      const after = await runThrough(program, { before });
      const recorded = new Set(eventsOf(before, "step-end").map(({ path, step }) => `${path}#${step}`));
      expect(
        ran.filter((step) => recorded.has(step)),
        `crash after event ${kept}`,
      ).toEqual([]);
      expect([remediesIn(after), eventsOf(after, "run-end").length], `crash after event ${kept}`).toEqual([
        remediesIn(whole),
        1,
      ]);
    }
  });

  it("replays without a difference, and with another verdict decides otherwise", async () => {
    const events = await runThrough(world(secondIsWhole).program);
    expect(await replayRun(events, world(secondIsWhole).program)).toEqual([]);
    const altered = events.map((event) =>
      event.type === "step-end" && event.step === "check-model-1"
        ? { ...event, result: { ...(event.result as object), text: accepted.text } }
        : event,
    ) as readonly RunEvent[];
    const differences = await replayRun(altered, world(secondIsWhole).program);
    expect(differences.some(({ kind }) => kind === "decision")).toBe(true);
  });
});

const picture: Artifact = { id: "f1", title: "chart.svg", mediaType: "image/svg+xml", bytes: 9 };
it("files of a sent back try are named to the next one", async () => {
  const { asked } = await run(
    {
      work: ({ learned, toolCalls }) => {
        if (learned.length > 0) return both;
        return toolCalls.length === 0 ? { calls: [{ tool: "look_up", input: {} }] } : north;
      },
      judge: (text) => (text === both ? accepted : onlyNorth),
    },
    { useTool: () => ({ text: "drawn", artifacts: [picture] }) },
  );
  // The file is gone before anybody judges it: rules see that, without a judge.
  expect(asked.filter(({ brief }) => brief.purpose === "work").at(-1)?.brief.inputs).toMatchObject([
    { id: "last-try", artifacts: [{ title: "chart.svg" }] },
  ]);
});
