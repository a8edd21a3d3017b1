/** `thorp serve` as a process that dies between the reserve for embeddings and their bill. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { startScriptedServer } from "../../testing/scripted-server.ts";
import { type CliFolder, createCliFolder, startCli } from "../testing-process.ts";

async function serve(folder: CliFolder) {
  const started = startCli(folder, ["serve", "--json", "--port", "0"], { env: { PAID_KEY: "sk-paid-1234567890" } });
  await started.shows('"url"');
  return { ...started, url: (JSON.parse(started.out().split("\n")[0] ?? "") as { url: string }).url };
}

interface Figures {
  readonly calls: { readonly calls: number; readonly failed: number; readonly cost: number };
  readonly failures: readonly { readonly code: string }[];
}

it("counts the reserve after the restart, once, and goes on", async () => {
  await using provider = await startScriptedServer({ endpoints: { "/v1/embeddings": { hang: "head" } } });
  await using well = await startScriptedServer();
  const folder = createCliFolder(provider.url);
  const catalogue = folder.env["THORP_CATALOGUES"] ?? "";
  const paid = (url: string) => `  paid: { kind: openai, url: "${url}/v1", tier: frontier, slots: 1, context: 8192 }\n`;
  const models =
    "models:\n  - { id: paid/e, context: 8192, capabilities: [embedding], price: { input: 10000, output: 0 } }\n";
  const before = readFileSync(catalogue, "utf8");
  writeFileSync(catalogue, before + paid(provider.url) + models);
  const embed = (url: string, input: string) =>
    fetch(`${url}/v1/embeddings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "paid/e", input }),
    });
  const figures = async (url: string) => (await (await fetch(`${url}/api/usage`)).json()) as Figures;
  const budget = async (url: string) =>
    ((await (await fetch(`${url}/api/budgets`)).json()) as { budgets: { used: number }[] }).budgets[0]?.used ?? -1;

  const first = await serve(folder);
  onTestFinished(() => void first.child.kill("SIGKILL"));
  await fetch(`${first.url}/api/budgets`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ of: "everyone", name: "", per: "day", limit: 5 }),
  });
  const lost = embed(first.url, "one two three four five six").catch(() => "gone");
  await expect.poll(() => provider.requests.filter(({ path }) => path === "/v1/embeddings").length).toBe(1);
  const reserved = await budget(first.url);
  expect(reserved).toBeGreaterThan(0.05);
  expect((await figures(first.url)).calls.calls).toBe(0);
  first.child.kill("SIGKILL");
  expect(await first.ended).toBe("SIGKILL");
  expect(await lost).toBe("gone");

  writeFileSync(catalogue, before + paid(well.url) + models);
  const second = await serve(folder);
  onTestFinished(() => void second.child.kill("SIGKILL"));
  expect(await budget(second.url)).toBe(reserved);
  const after = await figures(second.url);
  expect(after.calls).toMatchObject({ calls: 1, failed: 1, cost: reserved });
  expect(after.failures).toMatchObject([{ code: "cancelled" }]);
  expect((await embed(second.url, "one two three four five six")).status).toBe(200);
  await expect.poll(async () => (await figures(second.url)).calls.calls).toBe(2);
  expect(await budget(second.url)).toBeCloseTo(reserved + 0.07, 6);
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);

  // Nothing is ended twice, and the rows say what the events say.
  const third = await serve(folder);
  onTestFinished(() => void third.child.kill("SIGKILL"));
  expect((await figures(third.url)).calls).toMatchObject({ calls: 2, failed: 1 });
  third.child.kill("SIGTERM");
  expect(await third.ended).toBe(0);
  const doctor = startCli(folder, ["doctor"]);
  await doctor.ended;
  expect(doctor.out() + doctor.err()).not.toMatch(/direct_call|Call call_|Spend of/);
}, 60_000);
