/** Data to train models with: what terms forbid is not in it, nor what was made of it, and it is said what is missing. */
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { testingSurroundings } from "../../src/cli/testing-thorp.ts";
import type { TrainingData, TrainingExample } from "../../src/engine/compliance/training-data.ts";
import { createEngine } from "../../src/engine/create-engine.ts";
import type { EngineOptions } from "../../src/engine/engine-options.ts";
import { type SeenRequest, sendJson } from "../../src/tools/api/testing-api-server.ts";
import { openApi, openScene, type Think } from "./compliance-scene.ts";

/** Stands in everything that was made of the answer which forbids training. */
const FORBIDDEN = "07:41";

const think: Think = ({ words, results, tools }) => {
  if (results.length > 0) return `I found ${results.join(" ")}`;
  if (words.includes("both") && tools.includes("plan")) return [{ tool: "plan", input: { tasks } }];
  if (words.includes("Say it again")) return `As I said: ${FORBIDDEN}.`;
  if (words.includes("port")) return [{ tool: "find_port", input: { name: "Lisbon" } }];
  if (words.includes("tides")) return [{ tool: "read_tides", input: { port: "Lisbon" } }];
  if (words.includes("sum")) return [{ tool: "calculate", input: { expression: "1 + 1" } }];
  if (words.includes("page")) return [{ tool: "fetch_page", input: { url: words.match(/http[^\s"\\]+/)?.[0] ?? "" } }];
  return "It is written.";
};
const tasks = [
  { id: "t1", goal: "Read the tides of Lisbon", agent: "pilot" },
  { id: "t2", goal: "Find the sum of one and one", agent: "pilot" },
  { id: "t3", goal: "Write it up", agent: "pilot", needs: ["t1"] },
];

async function scene() {
  const api = await openApi();
  api.answerWith(({ url }: SeenRequest, response: ServerResponse) => {
    if (url.startsWith("/page")) response.writeHead(200, { "content-type": "text/plain" }).end("A page of somebody.");
    else sendJson(response, url.startsWith("/tides") ? { high: FORBIDDEN } : { quay: 7 });
  });
  const { engine, ask, folder } = await openScene(api, { think });
  const cli = async (...argv: readonly string[]) => {
    // The tools of this machine, without the API: of its answers the record alone knows.
    const openEngine = (options: EngineOptions) => createEngine(options);
    const surroundings = { ...testingSurroundings({ cwd: folder }), openEngine };
    const code = await runCli(["conversations", "export", ...argv, "--data-dir", join(folder, "data")], surroundings);
    return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
  };
  return { api, engine, ask, cli };
}
const linesOf = (out: string) =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as TrainingExample);

it("leaves out the answer and what was said after it, and keeps the rest", async () => {
  const { ask, cli, engine } = await scene();
  const port = await ask("Where is the port?");
  const tide = await ask("When are the tides?");
  // No tool is called for it: it is made of what was said before.
  const again = await ask("Say it again", { conversation: tide.conversation });
  const sum = await ask("What is the sum?", { conversation: port.conversation });
  expect(again.text).toContain(FORBIDDEN);
  await engine.giveFeedback(sum.run, { rating: "up" });

  const { code, out, err } = await cli("--for-training");
  expect(code).toBe(0);
  expect(out).not.toContain(FORBIDDEN);
  expect(linesOf(out)).toMatchObject([
    {
      ...{ kind: "conversation", conversation: port.conversation, runs: [port.run, sum.run] },
      messages: [{ role: "user" }, { role: "assistant" }, { role: "user" }, { role: "assistant" }],
      feedback: [{ run: sum.run, rating: "up" }],
    },
  ]);
  expect(err).toContain(
    "1 example; 2 answers left out, with all that was made of them:\n  2 because of tides (training forbidden)",
  );

  const whole = JSON.parse((await cli("--for-training", "--json", tide.conversation)).out) as TrainingData;
  const because = [{ provider: "tides", tool: "read_tides", training: "forbidden" }];
  expect(whole).toEqual({
    examples: [],
    leftOut: [tide.run, again.run].map((run) => ({ kind: "conversation", run, because })),
  });
  // The run is gone, what was made of it is as bound as before.
  await engine.deleteRun(tide.run);
  expect((await cli("--for-training")).out).not.toContain(FORBIDDEN);
});

it("goes by where each task's words came from", async () => {
  const { ask, cli } = await scene();
  const told = await ask("Do both for me", {});
  expect(told.all("task-end").map(({ state }) => state)).toEqual(["done", "done", "done"]);
  const { out, err } = await cli("--for-training", "--tasks");
  expect(linesOf(out)).toMatchObject([
    { kind: "task", task: { path: "t2", agent: "pilot" }, messages: [{ content: tasks[1]?.goal }, {}] },
  ]);
  expect(out).not.toContain(FORBIDDEN);
  expect(err).toContain("3 answers left out");
});

it("takes pages and others of whom nothing is known only on demand", async () => {
  const { api, ask, cli } = await scene();
  await ask(`What does the page say? ${api.origin}/page`);
  expect((await cli("--for-training")).out).toBe("");
  const { out } = await cli("--for-training", "--include-unknown");
  expect(out).toContain("A page of somebody.");
  const { code, err } = await cli("--tasks");
  expect([code, err.includes("belong to --for-training")]).toEqual([2, true]);
});
