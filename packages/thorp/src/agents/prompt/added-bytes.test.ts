/** What Thorp puts into prompts beside the team's own texts, over the job that the peers were measured with. */
import { describe, expect, it } from "vitest";
import type { Labels } from "../../base/label.ts";
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
function addedBytes({ promptFor, tools }: ModelCall): number {
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
  const rest = said.map((text) => own.reduce((left, words) => left.replaceAll(words, ""), text));
  const foreign = tools.filter((tool) => tool.name !== "lookup").map((tool) => JSON.stringify(tool));
  return Buffer.byteLength([...rest, ...foreign].join(""));
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
  return asked.map(addedBytes);
}

describe("the bytes that Thorp adds", () => {
  it.each([
    ["own data", ["tool:lookup"]],
    ["data from the web", ["web:https://a.example"]],
  ] as const)("are at most 200 a call on average: %s", async (name, labels) => {
    const bytes = await measure(labels, true);
    const mean = bytes.reduce((sum, one) => sum + one, 0) / bytes.length;
    expect(mean, `added bytes, ${name}: ${bytes.join(" ")}`).toBeLessThanOrEqual(200);
  });
});
