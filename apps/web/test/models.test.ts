/** Models and their servers: what is there, and what people do with them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openModelDesk } from "../../../packages/thorp/src/engine/model-desk/model-desk.ts";
import {
  type ScriptedServerOptions,
  startScriptedServer,
} from "../../../packages/thorp/src/testing/scripted-server.ts";
import { testingPage } from "./testing-page.ts";

const { serve, open, folder } = testingPage();

/** A server of Thorp beside an Ollama. */
async function withOllama(options: ScriptedServerOptions = {}) {
  const models = await startScriptedServer({ models: ["llama3.2:3b"], script: () => ({ text: "Yes." }), ...options });
  onTestFinished(() => models.close());
  const dir = folder();
  const catalogue = join(dir, "models.yaml");
  const row = `{ kind: ollama, url: "${models.url}", tier: local, slots: 4, context: 32768 }`;
  writeFileSync(catalogue, `providers:\n  ollama: ${row}\n`);
  const engine = { catalogues: [catalogue], configFolder: dir };
  const desk = () => openModelDesk({ ...engine, dataDir: join(dir, "data"), env: {} });
  return { models, server: await serve({ ...engine, serve: { openModelDesk: desk } }) };
}

it("shows what servers hold, and fetches, loads and frees models", async () => {
  const { models, server } = await withOllama();
  const page = await open(`${server.url}/models`);
  const row = page.getByRole("listitem", { name: "ollama", exact: true });
  await row.getByText("answers").waitFor();
  await row.getByText("0 of 4 places taken").waitFor();
  await row.getByLabel("In memory").getByText("llama3.2:3b").waitFor();
  await page.getByRole("listitem", { name: "vllm" }).getByText("nothing listens there").waitFor();

  await page.getByLabel("Another model").fill("qwen2.5:3b");
  await page.getByRole("button", { name: "Fetch", exact: true }).first().click();
  await page.getByText("qwen2.5:3b is there.").waitFor();
  const model = page.locator("li", { has: page.getByRole("heading", { name: /^ollama\/llama3\.2:3b/ }) });
  await model.getByRole("button", { name: "Load" }).click();
  await page.getByText("ollama: in memory").waitFor();
  await model.getByRole("button", { name: "Free" }).click();
  await page.getByText("ollama: freed").waitFor();
  const paths = models.requests.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["/api/pull", "/api/generate"]));
  expect(page.complaints).toEqual([]);
});

it("says why a fetch went wrong", async () => {
  const { server } = await withOllama({
    endpoints: { "/api/pull": { status: 500, body: '{"error":"disk is full"}' } },
  });
  const page = await open(`${server.url}/models`);
  await page.getByLabel("Another model").fill("qwen2.5:3b");
  await page.getByRole("button", { name: "Fetch", exact: true }).first().click();
  await page
    .getByRole("alert")
    .getByText(/disk is full/)
    .waitFor();
});

it("asks a provider what its cheapest model can do", async () => {
  const { server } = await withOllama();
  const page = await open(`${server.url}/settings/providers`);
  const provider = page.getByRole("listitem", { name: "ollama", exact: true });
  await provider.getByRole("button", { name: "Test" }).click();
  for (const check of ["stream", "tools", "json schema", "stop"])
    await provider.getByText(check, { exact: true }).waitFor();
  const silent = page.getByRole("listitem", { name: "openrouter", exact: true });
  await silent.getByRole("button", { name: "Test" }).click();
  await silent.getByText("not connected").waitFor();
  await silent.getByText(/OPENROUTER_API_KEY/).waitFor();
  expect(page.complaints).toEqual([]);
});

it("takes a key for OpenRouter, which is never shown again", async () => {
  const server = await serve({ configFolder: folder() });
  const page = await open(`${server.url}/settings/providers`);
  await page.getByLabel("Key of OpenRouter").fill("sk-or-v1-secret-4711");
  await page.getByRole("button", { name: "Store the key" }).click();
  await page.getByText("The key is stored.").waitFor();
  expect(await page.getByLabel("Key of OpenRouter").inputValue()).toBe("");
  const { credentials } = (await (await fetch(`${server.url}/api/credentials`)).json()) as { credentials: unknown };
  expect(credentials).toMatchObject([{ of: "everyone", variable: "OPENROUTER_API_KEY", ending: "4711" }]);
});
