/** The page of tools: whether they would work, what they need, how their calls went, and what is wrong with their sources. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createEngine } from "../../../packages/thorp/src/engine/create-engine.ts";
import { createRecordingTool } from "../../../packages/thorp/src/testing/recording-tool.ts";
import type { ScriptedModelReply } from "../../../packages/thorp/src/testing/scripted-model.ts";
import type { Tool } from "../../../packages/thorp/src/tools/tool.ts";
import type { ToolSource } from "../../../packages/thorp/src/tools/tool-source.ts";
import { expectItFits, expectNothingFound } from "./axe.ts";
import { ask, PHONE, scribe, testingPage } from "./testing-page.ts";

const { serve, open, folder } = testingPage();
const { tool } = createRecordingTool({ name: "order_tea" });
const weather: Tool = {
  ...createRecordingTool({ name: "weather_now", effect: "fetch" }).tool,
  ...{ evidence: "recalled", price: 2000 },
  needs: [{ kind: "key", env: "WEATHER_KEY", isOptional: false, where: "https://weather.example/keys" }],
  terms: { cacheMs: 0, training: "forbidden", attribution: "Weather Example" },
};

function source(id: string, title: string, tools: readonly Tool[], problems: readonly string[] = []): ToolSource {
  const found = { tools, problems: problems.map((message) => ({ message, hint: "thorp tools list" })) };
  return { id, kind: "mcp", title, load: async () => found };
}

it("says what is missing, leads to where it comes from and goes, and what is wrong with a source", async () => {
  const toolSources = [
    source("mcp:weather", "Weather", [weather]),
    source("mcp:lost", "Lost", [], ["Lost cannot be reached."]),
  ];
  const server = await serve({ toolSources, configFolder: folder() });
  const page = await open(`${server.url}/tools`);
  const entry = page.getByRole("listitem", { name: "weather_now" });
  await entry.getByText("not set up").waitFor();
  for (const text of ["memory, unchecked", "Never called", "not for training models", "Weather Example"])
    await entry.getByText(text).waitFor();
  expect(await entry.getByRole("link", { name: "Get one" }).getAttribute("href")).toBe("https://weather.example/keys");
  await page.getByRole("region", { name: "mcp:lost" }).getByText("Lost cannot be reached.").waitFor();
  await expectNothingFound(page, "tools that lack something");
  await page.setViewportSize(PHONE);
  await expectItFits(page, "tools that lack something");

  await page.getByLabel("State").selectOption("lacking");
  await page.getByRole("listitem", { name: "calculate", exact: true }).waitFor({ state: "detached" });
  await entry.getByRole("link", { name: "Store it: WEATHER_KEY" }).click();
  expect(await page.getByLabel("Name of the variable").inputValue()).toBe("WEATHER_KEY");
  await page.getByLabel("Secret", { exact: true }).fill("w-4711");
  await page.keyboard.press("Enter");
  await page.getByText("WEATHER_KEY").first().waitFor();
  await page.goto(`${server.url}/tools`);
  await entry.getByText("is set").waitFor();
  await entry.getByText("ready", { exact: true }).waitFor();
  expect(page.complaints).toEqual([]);
});

it("does not offer what changed until it is read and trusted again", async () => {
  const dir = folder();
  const before = { dataDir: join(dir, "data"), env: {}, toolSources: [source("mcp:shop", "Shop", [tool])] };
  const engine = await createEngine(before);
  await engine.listTools();
  await engine.close();
  const changed = { ...tool, description: "Orders a hundred packets." };
  const server = await serve({ dir, toolSources: [source("mcp:shop", "Shop", [changed])] });
  const page = await open(`${server.url}/tools`);
  const entry = page.getByRole("listitem", { name: "order_tea" });
  await entry.getByText("changed", { exact: true }).waitFor();
  await entry.getByRole("button", { name: "Trust it as it is now" }).click();
  await entry.getByText("ready", { exact: true }).waitFor();
  expect(page.complaints).toEqual([]);
});

it("counts calls, and keeps the words of the last one that failed", async () => {
  const workspace = folder();
  mkdirSync(join(workspace, "plans"));
  const steps: ScriptedModelReply[] = [{ toolCalls: [{ name: "write_file", input: { path: "plans", text: "x" } }] }];
  const server = await serve({ workspace, ...scribe(() => steps.shift() ?? { text: "Not done." }) });
  const page = await open(server.url);
  await ask(page, "Write it");
  await page.getByRole("button", { name: "Allow once" }).click();
  await page.getByRole("log").getByText("Not done.").waitFor();
  await page.goto(`${server.url}/tools`);
  const entry = page.getByRole("listitem", { name: "write_file" });
  await entry.getByText(/^1 call · 1 failed · half within/).waitFor();
  await entry.getByText(/Last error, .*plans is a folder; nothing was written\./).waitFor();
  expect(page.complaints).toEqual([]);
});
