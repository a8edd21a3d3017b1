/** All four teams at one task: a model behind Ollama's protocol (for `magus` LiteLLM's) plans, calculates and answers; each level streams. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createEngine } from "../../src/engine/create-engine.ts";
import type { ScriptedReply } from "../../src/testing/scripted-reply.ts";
import { type ServerRequest, startScriptedServer } from "../../src/testing/scripted-server.ts";
import { repository, toldOf } from "./ask-team.ts";

/** Only LiteLLM wants one. */
const KEYS = { LITELLM_API_KEY: "sk-scripted" };
const REQUEST = "Work out 17.5 percent of 2,340 and how many metres 12 miles are, and explain both results";
const models = [
  "mistral-small:22b",
  "mistral:7b",
  "llama3.2:3b",
  "deepseek-r1:14b",
  "qwen2.5:3b",
  "granite-code:3b",
  "secondary",
];

const namesOf = ({ body }: ServerRequest) =>
  ((body["tools"] ?? []) as readonly { function: { name: string } }[]).map((tool) => tool.function.name);
const messagesOf = ({ body }: ServerRequest) => body["messages"] as readonly { role: string; content: string }[];

/** Whoever can plan hands on two tasks, or one to its only delegate; who has tools uses one, then answers. */
function modelOf(entryWorkers: readonly string[], delegate: string | undefined) {
  let hasPlanned = false;
  return (request: ServerRequest): ScriptedReply => {
    const names = namesOf(request);
    const isFollowed = messagesOf(request).some(({ role }) => role === "tool");
    if (names.includes("plan") && !hasPlanned) {
      hasPlanned = true;
      const tasks = entryWorkers.map((agent, at) => ({
        ...{ id: `t${at + 1}`, agent, needs: [] },
        goal: at === 0 ? "Work out 17.5 percent of 2,340" : "Convert 12 miles to metres",
      }));
      return { toolCalls: [{ name: "plan", input: { goal: "Two results, explained", tasks } }] };
    }
    if (names.includes("plan") && delegate !== undefined && !isFollowed) {
      const tasks = [{ id: "a", agent: delegate, needs: [], goal: "Work it out" }];
      return { toolCalls: [{ name: "plan", input: { goal: "One result", tasks } }] };
    }
    if (names.includes("calculate") && !isFollowed)
      return { toolCalls: [{ name: "calculate", input: { expression: "2340 * 17.5 / 100" } }] };
    return { text: ["The first result", " is 409.5", " and the second 19,312 m."] };
  };
}

it.each([
  ["alma", ["alma", "alma"], undefined, ["", "t1", "t2"]],
  ["magus", ["executor", "executor"], undefined, ["", "t1", "t2"]],
  ["village", ["magi", "magi"], undefined, ["", "t1", "t2"]],
  ["toollama", ["analysis-belter", "analysis-belter"], "analysis-drummer", ["", "t1/a", "t2/a"]],
] as const)("%s plans it, works on both parts and answers", async (team, workers, delegate, speakers) => {
  await using server = await startScriptedServer({ script: modelOf(workers, delegate), models });
  const dir = await mkdtemp(join(tmpdir(), "same-task-"));
  const catalogue = join(dir, "models.yaml");
  const providers = `  ollama: { url: "${server.url}", slots: 4 }\n  litellm: { url: "${server.url}/v1", slots: 4 }\n`;
  await writeFile(catalogue, `providers:\n${providers}`);
  const options = { dataDir: "memory", catalogues: [catalogue], env: KEYS, timeZone: "UTC", workspace: repository };
  const thorp = await createEngine(options);
  try {
    const { run } = await thorp.ask({ text: REQUEST, team });
    const events = [];
    const spoken = new Set<string>();
    for await (const update of thorp.follow(run)) {
      if (update.kind === "event") events.push(update.event);
      else if (update.kind === "frame" && update.frame.kind === "text") spoken.add(update.frame.path);
    }
    const told = toldOf(events);
    expect(told).toMatchObject({ state: "done", text: expect.stringContaining("409.5") });
    expect(told.agents.filter((name) => name === (delegate ?? workers[0]))).toHaveLength(2);
    expect([...spoken]).toEqual(expect.arrayContaining([...speakers]));
    expect(new Set(events.flatMap((event) => (event.type === "step-fail" ? [event.failure] : [])))).toEqual(new Set());
  } finally {
    await thorp.close();
    await rm(dir, { recursive: true });
  }
});
