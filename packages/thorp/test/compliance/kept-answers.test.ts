/** Answers of services over runs and restarts: given again as long as their terms allow, seen as such, and let go of. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { testingSurroundings } from "../../src/cli/testing-thorp.ts";
import type { ToolOutcome } from "../../src/gateway/call-tool/tool-call.ts";
import type { Told } from "../bad-input/test-bench.ts";
import { openApi, openScene, type Think } from "./compliance-scene.ts";

const think: Think = ({ words, results }) => {
  if (results.length > 0) return results.join(" ");
  return [{ tool: words.includes("port") ? "find_port" : "read_tides", input: toolInput(words) }];
};
const toolInput = (words: string) => (words.includes("port") ? { name: "Lisbon" } : { port: "Lisbon" });

const tides = "When is high water?";

function outcomeOf(told: Told): ToolOutcome {
  const outcomes = told.all("step-end").map(({ result }) => result as unknown as Partial<ToolOutcome>);
  return outcomes.find(({ tool }) => tool === "read_tides") as ToolOutcome;
}

it("a second call makes no request, costs nothing, and bears the same words, labels and sources", async () => {
  const api = await openApi();
  const { engine, ask, later, folder } = await openScene(api, { think });
  const first = await ask(tides);
  later(60_000);
  const second = await ask(tides);
  expect(api.seen).toHaveLength(1);
  const [fresh, kept] = [outcomeOf(first), outcomeOf(second)];
  expect(fresh.cachedAt).toBeUndefined();
  expect(kept).toEqual({ ...fresh, id: kept.id, use: { requests: 0, waitedMs: 0 }, cachedAt: expect.any(Number) });
  expect(second.all("message-add").at(-1)).toMatchObject({ credits: [{ text: "Tides of the World" }] });
  for (const { run } of [first, second]) expect(await engine.replay(run)).toEqual([]);
  expect((await engine.listCaches()).find(({ name }) => name === "services")).toMatchObject({ hits: 1, entries: 1 });
  const tool = (await engine.listTools()).find(({ name }) => name === "read_tides");
  expect(tool?.usage).toMatchObject({ calls: 2, cached: 1 });
  const surroundings = testingSurroundings({ cwd: folder });
  await engine.close();
  await runCli(["runs", "show", second.run, "--data-dir", join(folder, "data")], surroundings);
  expect(surroundings.stdout.text).toMatch(/read_tides · kept since \d{4}-/);
});

it("ends with the time that the terms allow, outlives a restart, and is not for those whose terms allow nothing", async () => {
  const api = await openApi();
  const { engine, ask, folder } = await openScene(api, { think });
  await ask(tides);
  for (let time = 0; time < 2; time++) await ask("Where is the port?");
  expect(api.seen.map(({ url }) => url)).toEqual(["/tides?port=Lisbon", "/port?name=Lisbon", "/port?name=Lisbon"]);
  await engine.close();
  const again = await openScene(api, { think, folder });
  expect(outcomeOf(await again.ask(tides)).cachedAt).toBeDefined();
  again.later(600_001);
  expect(outcomeOf(await again.ask(tides)).cachedAt).toBeUndefined();
  expect(api.seen).toHaveLength(4);
});

it("is another one for another person and another key, and a fresh answer is a fresh one", async () => {
  const api = await openApi();
  const { engine, ask, folder } = await openScene(api, { think });
  await ask(tides, { owner: { user: "usr_1" } });
  await ask(tides, { owner: { user: "usr_2" } });
  const mine = await ask(tides, { owner: { user: "usr_1" } });
  expect(api.seen).toHaveLength(2);
  const retried = await engine.retry(mine.run);
  for await (const _ of engine.follow(retried.run));
  expect(api.seen).toHaveLength(3);
  await engine.close();
  const keyed = await openScene(api, { think, folder, env: { TIDES_KEY: "k-123456789" } });
  await keyed.ask(tides, { owner: { user: "usr_1" } });
  expect(api.seen.map(({ headers }) => headers["x-key"])).toEqual([undefined, undefined, undefined, "k-123456789"]);
});

it("goes when somebody clears it, also from outside, and with the run that brought it", async () => {
  const api = await openApi();
  const { engine, ask, folder } = await openScene(api, { think });
  const cli = async (...argv: readonly string[]) => {
    const surroundings = testingSurroundings({ cwd: folder });
    const code = await runCli(["cache", ...argv, "--data-dir", join(folder, "data")], surroundings);
    return code === 0 ? surroundings.stdout.text : surroundings.stderr.text;
  };
  const first = await ask(tides);
  expect(await cli("show")).toMatch(/tool +read_tides +harbour +1 +\d+ B/);
  expect(await cli("clear", "--tool", "read_tides", "--model", "x")).toContain("--model or --tool");
  expect(await cli("clear", "--tool", "find_port")).toBe("0 entries forgotten.\n");
  expect(await cli("clear", "--tool", "read_tides")).toBe("1 entry forgotten.\n");
  await ask(tides);
  expect(api.seen).toHaveLength(2);
  await engine.deleteRun(first.run);
  await ask(tides);
  expect(api.seen).toHaveLength(3);
  expect(await engine.clearCaches({ kind: "tool", model: "read_tides" })).toBe(1);
});
