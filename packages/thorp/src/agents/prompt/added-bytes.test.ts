/** What Thorp puts into prompts beside the team's own texts, over the job that the peers were measured with. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Labels } from "../../base/label.ts";
import { shippedTeamsFolder } from "../../engine/shipped-files.ts";
import type { ModelCall } from "../../gateway/call-model/model-call.ts";
import { runRequest } from "../../orchestration/run-request.ts";
import {
  agentOf,
  environmentOf,
  requestOf,
  runThrough,
  type Said,
  teamOf,
  toolOf,
} from "../../orchestration/test-world.ts";
import type { Agent, Team } from "../team.ts";
import { loadTeam } from "../team-folder/load-team.ts";

const REQUEST = "Find out what three things cost and tell me the sum.";
const RESULT = "RESULT wk0 wk1 wk2 wk3 wk4 wk5";
const LOOKED_UP = "DATA 42";
const goalOf = (n: number) => `task ${n} of the request`;
const supervisor = agentOf("supervisor", {
  kind: "orchestrator",
  instructions: "You lead.",
  description: "Leads.",
  delegates: ["worker"],
});
const worker = agentOf("worker", {
  instructions: "You work.",
  description: "Looks up and reports.",
  tools: ["lookup"],
});
const own = [
  REQUEST,
  RESULT,
  LOOKED_UP,
  supervisor.instructions,
  worker.instructions,
  worker.description,
  goalOf(1),
  goalOf(2),
  goalOf(3),
];

function think({ brief }: ModelCall): Said {
  if (brief.purpose === "understand")
    return {
      calls: [
        { tool: "plan", input: { tasks: [1, 2, 3].map((n) => ({ id: `t${n}`, goal: goalOf(n), agent: "worker" })) } },
      ],
    };
  if (brief.purpose === "synthesis") return { text: "The sum is 126 [1][2][3]." };
  return brief.toolCalls.length === 0 ? { calls: [{ tool: "lookup", input: {} }] } : { text: RESULT };
}

/** Messages without the envelope of the protocol, and tools that are not the team's. */
function addedBytes({ promptFor, tools }: ModelCall, own: readonly string[], toolNames: readonly string[]): number {
  const said = promptFor(Infinity).messages.flatMap((message) => {
    if (message.role === "system") return [message.content];
    return message.content.flatMap((part) =>
      part.type === "text"
        ? [part.text]
        : part.type === "tool-result" && "value" in part.output && typeof part.output.value === "string"
          ? [part.output.value]
          : [],
    );
  });
  // The names of agents in a tool's schema are the team's words too.
  const foreign = tools.filter((tool) => !toolNames.includes(tool.name)).map((tool) => JSON.stringify(tool));
  const rest = [...said, ...foreign].map((text) => own.reduce((left, words) => left.replaceAll(words, ""), text));
  return Buffer.byteLength(rest.join(""));
}

async function measure(labels: Labels, interactive: boolean): Promise<readonly number[]> {
  const asked: ModelCall[] = [];
  const environment = environmentOf(
    teamOf([supervisor, worker]),
    { think, asked, tools: [toolOf("lookup")], useTool: () => ({ text: LOOKED_UP, labels }) },
    { request: requestOf({ text: REQUEST, interactive }) },
  );
  await runThrough((context) => runRequest(context, environment, { smallestWindow: 8000 }));
  expect(asked).toHaveLength(8);
  return asked.map((call) => addedBytes(call, own, ["lookup"]));
}

const MOST_BYTES = 200;

describe("the bytes that Thorp adds", () => {
  it.each([
    ["own data", ["tool:lookup"]],
    ["data from the web", ["web:https://a.example"]],
  ] as const)("are at most 200 a call on average: %s", async (name, labels) => {
    const bytes = await measure(labels, true);
    const mean = bytes.reduce((sum, one) => sum + one, 0) / bytes.length;
    expect(mean, `added bytes, ${name}: ${bytes.join(" ")}`).toBeLessThanOrEqual(MOST_BYTES);
  });
});

/** The job for any team: whoever may hand on plans three tasks, managers two, everybody else uses a tool and reports. */
function thinkFor(team: Team): (call: ModelCall) => Said {
  const planFor = (agent: Agent, count: number): Said => {
    const to = agent.tools.length > 0 ? agent.name : (agent.delegates[0] ?? agent.name);
    const tasks = Array.from({ length: count }, (_, at) => ({ id: `t${at + 1}`, goal: goalOf(at + 1), agent: to }));
    return { calls: [{ tool: "plan", input: { tasks } }] };
  };
  return ({ brief }) => {
    const agent = team.agentsByName.get(brief.agent.name);
    if (agent === undefined) throw new Error(`There is no ${brief.agent.name}.`);
    if (brief.purpose === "understand") return planFor(agent, agent.name === team.top ? 3 : 2);
    if (brief.purpose !== "work") return { text: "The sum is 126 [1]." };
    const tool = agent.tools[0];
    return brief.toolCalls.length === 0 && tool !== undefined ? { calls: [{ tool, input: {} }] } : { text: RESULT };
  };
}

function ownTextsOf(team: Team): readonly string[] {
  const agents = [...team.agentsByName.values()];
  return [
    REQUEST,
    RESULT,
    LOOKED_UP,
    ...agents.flatMap(({ instructions, description, modes }) => [
      instructions,
      description,
      ...modes.flatMap((mode) => mode.instructions ?? []),
    ]),
    ...[...team.skills.values()].map(({ name, description }) => `${name}: ${description}`),
    ...[1, 2, 3].map(goalOf),
    ...agents.map(({ name }) => name),
  ];
}

const cases = ["alma", "magus", "village", "toollama"].flatMap((name) => [
  { name, labels: ["tool:lookup"] as Labels, data: "own data" },
  { name, labels: ["web:https://a.example"] as Labels, data: "data from the web" },
]);
it.each(cases)("are at most 200 a call on average in the team $name: $data", async ({ name, labels }) => {
  const team = await loadTeam(join(shippedTeamsFolder(), name));
  const tools = [...new Set([...team.agentsByName.values()].flatMap((agent) => agent.tools))];
  const offered = [...tools, "search_knowledge", "read_skill"];
  const asked: ModelCall[] = [];
  const environment = environmentOf(
    team,
    {
      think: thinkFor(team),
      asked,
      tools: offered.map((tool) => toolOf(tool)),
      useTool: () => ({ text: LOOKED_UP, labels }),
    },
    { request: requestOf({ text: REQUEST, interactive: true }) },
  );
  await runThrough((context) => runRequest(context, environment, { smallestWindow: 8000 }));
  const own = ownTextsOf(team);
  const bytes = asked.map((call) => addedBytes(call, own, offered));
  expect(asked.length).toBeGreaterThanOrEqual(7);
  const mean = bytes.reduce((sum, one) => sum + one, 0) / bytes.length;
  expect(mean, `added bytes, ${name}: ${bytes.join(" ")}`).toBeLessThanOrEqual(MOST_BYTES);
});
