/** Looking after model servers, from the command line down to real HTTP servers. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { testingSurroundings } from "../../src/cli/testing-thorp.ts";
import { createEngine } from "../../src/engine/create-engine.ts";
import { type ScriptedServerOptions, startScriptedServer } from "../../src/testing/scripted-server.ts";
import { newFolder } from "../bad-input/test-bench.ts";

async function scripted(options: ScriptedServerOptions = {}) {
  const server = await startScriptedServer(options);
  onTestFinished(() => server.close());
  return server;
}

async function withCatalogue(providers: string) {
  const folder = await newFolder();
  const file = join(folder, "models.yaml");
  await writeFile(file, `providers:\n${providers}`);
  const thorp = async (...argv: readonly string[]) => {
    const engine = await createEngine({ dataDir: "memory", serversDir: folder, catalogues: [file], env: {} });
    const surroundings = testingSurroundings({ cwd: folder, thorp: engine });
    const code = await runCli(["models", ...argv], surroundings);
    return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
  };
  return { thorp, folder, file };
}

/** Ollama's row of the built-in catalogue at these addresses. */
const ollamaAt = (...urls: readonly string[]) =>
  `  ollama: { url: [${urls.map((url) => `"${url}"`).join(", ")}], keep_alive: 20m }\n`;
const pathsOf = (server: Awaited<ReturnType<typeof scripted>>) => server.requests.map(({ path }) => path);

describe("pull", () => {
  it("fetches to every server of the provider and says how far it is", async () => {
    const [a, b] = [await scripted(), await scripted()];
    const { thorp } = await withCatalogue(ollamaAt(a.url, b.url));
    const { code, out, err } = await thorp("pull", "qwen3:8b");
    expect([code, out]).toEqual([0, "qwen3:8b is there.\n"]);
    expect(err).toContain(`ollama at ${a.url}: pulling abc 40 % of 100 B`);
    expect(err).toContain(`ollama at ${b.url}: success`);
    expect([a, b].map((server) => server.requests[0]?.body["model"])).toEqual(["qwen3:8b", "qwen3:8b"]);
  });

  it("goes to one server only, and gives each update as a line of JSON", async () => {
    const [a, b] = [await scripted(), await scripted()];
    const { thorp } = await withCatalogue(ollamaAt(a.url, b.url));
    const { out } = await thorp("pull", "mistral-7b", "--server", b.url, "--json");
    const updates = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(updates[1]).toEqual({
      ...{ server: `ollama at ${b.url}`, model: "mistral:7b", status: "pulling abc", total: 100, completed: 40 },
    });
    expect(a.requests).toEqual([]);
    expect(await thorp("pull", "mistral-7b", "--server", "http://elsewhere")).toMatchObject({
      code: 2,
      err: expect.stringContaining(`It has: ${a.url}, ${b.url}.`),
    });
  });

  it("that is left with Ctrl-C closes the connection and says how it goes on", async () => {
    const server = await scripted({
      endpoints: { "/api/pull": { body: '{"status":"pulling manifest"}\n', hang: "end" } },
    });
    const { file, folder } = await withCatalogue(ollamaAt(server.url));
    const engine = await createEngine({ dataDir: "memory", serversDir: folder, catalogues: [file], env: {} });
    const surroundings = testingSurroundings({ cwd: folder, thorp: engine });
    const ended = runCli(["models", "pull", "m"], surroundings);
    await expect.poll(() => surroundings.stderr.text).toContain("pulling manifest");
    surroundings.sendSignal("SIGINT");
    expect(await ended).toBe(130);
    expect(surroundings.stderr.text).toContain("Left. `thorp models pull m` goes on where it stopped.");
    await expect.poll(() => server.abandoned).toBe(1);
  });

  it("that the server breaks off says so", async () => {
    const server = await scripted({ endpoints: { "/api/pull": { body: '{"error":"file does not exist"}\n' } } });
    const { thorp } = await withCatalogue(ollamaAt(server.url));
    expect(await thorp("pull", "nothing")).toMatchObject({
      code: 7,
      err: expect.stringMatching(/file does not exist/),
    });
  });

  it.each([
    ["vllm/m", /vllm cannot fetch m: vLLM holds the model that it was started with/],
    ["openrouter/a/b", /openrouter cannot fetch a\/b: it is a remote service/],
    ["rules", /the rules are part of Thorp/],
  ])("of %s is refused with the reason", async (model, words) => {
    const { thorp } = await withCatalogue(ollamaAt("http://127.0.0.1:9"));
    expect(await thorp("pull", model)).toMatchObject({ code: 7, err: expect.stringMatching(words) });
  });
});

describe("load and unload", () => {
  it("reach every server, with the window that the first call asks for and the catalogue's time", async () => {
    const [a, b] = [await scripted(), await scripted()];
    const { thorp } = await withCatalogue(ollamaAt(a.url, b.url));
    expect((await thorp("load", "qwen3:8b")).out).toBe(
      `✓ ollama at ${a.url}: qwen3:8b loaded\n✓ ollama at ${b.url}: qwen3:8b loaded\n`,
    );
    expect((await thorp("load", "qwen3:8b", "--keep", "-1", "--server", a.url)).code).toBe(0);
    expect((await thorp("unload", "qwen3:8b", "--json")).out).toContain('"ok": true');
    expect(a.requests.map(({ body }) => [body["keep_alive"], body["options"]])).toEqual([
      ["20m", { num_ctx: 8192 }],
      [-1, { num_ctx: 8192 }],
      [0, undefined],
    ]);
    expect(await thorp("load", "qwen3:8b", "--keep", "soon")).toMatchObject({ code: 2 });
  });

  it("say which server failed, and do the rest", async () => {
    const a = await scripted();
    const { thorp } = await withCatalogue(ollamaAt(a.url, "http://127.0.0.1:9"));
    const { code, out } = await thorp("load", "qwen3:8b");
    expect(code).toBe(7);
    expect(out).toContain(`✓ ollama at ${a.url}`);
    expect(out).toMatch(/✗ ollama at http:\/\/127.0.0.1:9: .*nothing listens there.*ollama serve/);
  });

  it("ask a llama-server in router mode, and say what another one lacks", async () => {
    const router = await scripted({ endpoints: { "/models/load": { body: '{"success":true}' } } });
    const { thorp } = await withCatalogue(`  llama-server: { url: "${router.url}/v1" }\n`);
    expect((await thorp("load", "llama-server/qwen")).out).toBe("✓ llama-server: qwen loaded\n");
    expect(router.requests[0]).toMatchObject({ method: "POST", path: "/models/load", body: { model: "qwen" } });
    const { code, out } = await thorp("unload", "llama-server/qwen");
    expect([code, out]).toEqual([7, expect.stringMatching(/cannot unload qwen.*Only a llama-server in router mode/)]);
    expect(await thorp("load", "vllm/m")).toMatchObject({ code: 7, err: expect.stringMatching(/was started with/) });
  });
});

describe("ps", () => {
  it("shows what each local server holds, how much of it on the GPU, until when, and who does not answer", async () => {
    const [a, served] = [await scripted({ models: ["llama3.2:3b"] }), await scripted({ models: ["big"] })];
    const { thorp } = await withCatalogue(
      `${ollamaAt(a.url, "http://127.0.0.1:9")}  vllm: { url: "${served.url}/v1" }\n  llama-server: { url: "http://127.0.0.1:9/v1" }\n`,
    );
    const { out } = await thorp("ps");
    const [head, ollama, vllm, ...notes] = out.split("\n").map((line) => line.trim().split(/\s{2,}/));
    expect(head).toEqual(["server", "model", "memory", "on the GPU", "window", "until"]);
    expect(ollama).toEqual([`ollama at ${a.url}`, "llama3.2:3b", "3.0 GB", "67 %", "8192", "it is unloaded"]);
    expect(vllm?.slice(0, 2)).toEqual(["vllm", "big"]);
    expect(notes.flat().filter((note) => /does not answer: .*nothing listens/.test(note))).toHaveLength(2);
    expect(pathsOf(a)).toEqual(["/api/ps"]);
  });
});

describe("start and stop", () => {
  const child = join(import.meta.dirname, "model-server-child.ts");
  const own = (port: number) =>
    `  near: { kind: openai, dialect: openai, url: "http://127.0.0.1:${port}/v1", tier: local, start: { command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(child)}], env: { PORT: "${port}" } } }\n`;

  it("keeps the server in the foreground until another command stops it", async () => {
    const taken = await scripted();
    const port = Number(new URL(taken.url).port);
    await taken.close();
    const { thorp, folder, file } = await withCatalogue(own(port));
    expect((await thorp("ps")).out).toMatch(
      /near: not running, starts when a call needs it; its output is in .*near\.log/,
    );
    const engine = await createEngine({ dataDir: "memory", serversDir: folder, catalogues: [file], env: {} });
    const terminal = testingSurroundings({ cwd: folder, thorp: engine });
    const running = runCli(["models", "start", "near"], terminal);
    await expect.poll(() => terminal.stdout.text, { timeout: 8000 }).toMatch(/v1: runs as process \d+\n/);
    await expect
      .poll(async () => (await thorp("ps")).out, { timeout: 8000 })
      .toMatch(/near: runs as process \d+, started by another Thorp/);
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${port}/v1/models`).catch(() => undefined))?.status)
      .toBe(200);
    expect((await thorp("stop", "near")).out).toBe("near is stopped.\n");
    expect(await running).toBe(0);
    expect(terminal.stdout.text).toMatch(/v1: not running, starts when a call needs it\n$/);
    expect((await thorp("stop", "near")).out).toBe("near was not running.\n");
  }, 20_000);

  it("says that nothing is started for a provider without a start command", async () => {
    const { thorp } = await withCatalogue(ollamaAt("http://127.0.0.1:9"));
    expect(await thorp("start", "ollama")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Thorp does not start ollama: its row in the catalogue has no `start`/),
    });
  });
});
