import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import type { ModelSummary } from "../../engine/thorp.ts";
import { type ScriptedServerOptions, startScriptedServer } from "../../testing/scripted-server.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";

/** A server that lists these models, and a catalogue; `URL` stands for the server's address. */
async function machine(options: ScriptedServerOptions, catalogue: string) {
  const server = await startScriptedServer(options);
  onTestFinished(() => server.close());
  const cwd = mkdtempSync(join(tmpdir(), "thorp-check-"));
  mkdirSync(join(cwd, "config", "thorp"), { recursive: true });
  writeFileSync(join(cwd, "config", "thorp", "models.yaml"), catalogue.replaceAll("URL", server.url));
  const run = async (...argv: readonly string[]) => {
    const surroundings = { ...testingSurroundings({ cwd, env: {} }), openEngine: createEngine };
    const code = await runCli(argv, surroundings);
    return { code, out: surroundings.stdout.text };
  };
  const states = async (...argv: readonly string[]) => {
    const models = JSON.parse((await run("models", ...argv, "--json")).out) as readonly ModelSummary[];
    return new Map(models.map(({ id, obstacle }) => [id, obstacle ?? "ready"]));
  };
  return { server, run, states };
}

const free = "context: 8000, price: { input: 0, output: 0 }";

describe("models --check", () => {
  it("knows an Ollama model that was never fetched, and the command that fetches it", async () => {
    const { run, states } = await machine(
      { models: ["llama3.2:3b", "nomic-embed-text:latest"] },
      'providers: { ollama: { url: "URL" } }',
    );
    for (const command of [["--check"], ["list", "--check"]]) {
      const known = await states(...command);
      expect(known.get("ollama/llama3.2:3b")).toBe("ready");
      expect(known.get("ollama/nomic-embed-text")).toBe("ready");
      expect(known.get("ollama/mistral:7b")).toBe("not pulled; `thorp models pull ollama/mistral:7b` fetches it");
    }
    expect((await run("models", "--check")).out).toMatch(/ollama\/mistral:7b .*not pulled; `thorp models pull/);
    expect((await run("doctor")).out).toMatch(/ollama +2 models ready, \d+ not pulled \(local\)/);
  });

  it("gives the doctor a first model to fetch where there is none", async () => {
    const { run } = await machine({ models: [] }, 'providers: { ollama: { url: "URL" } }');
    expect((await run("doctor")).out).toMatch(
      /ollama +it answers, but has none of its \d+ models\n +-> thorp models pull ollama\/\S+\n/,
    );
  });

  it.each(["openai", "litellm", "vllm", "openrouter"])(
    "knows what a server of dialect %s does not list",
    async (dialect) => {
      const { states, run } = await machine(
        { models: ["acme/one"] },
        `providers: { own: { kind: openai, dialect: ${dialect}, url: "URL/v1", tier: local } }
models:
  - { id: own/acme/one, ${free} }
  - { id: own/acme/two, ${free} }
`,
      );
      const known = await states("--check");
      expect(known.get("own/acme/one")).toBe("ready");
      expect(known.get("own/acme/two")).toMatch(/does not (list|have) it; it (lists|has) acme\/one$/);
      expect((await run("doctor")).out).toContain("1 model ready");
    },
  );

  it("believes a server that takes any name, or shows wildcards or nothing", async () => {
    const catalogue = (dialect: string) =>
      `providers: { own: { kind: openai, dialect: ${dialect}, url: "URL/v1", tier: local } }\nmodels: [{ id: own/two, ${free} }]\n`;
    const one = { models: ["one"] };
    expect((await (await machine(one, catalogue("llama-server"))).states("--check")).get("own/two")).toBe("ready");
    const wild = { models: ["acme/*"] };
    expect((await (await machine(wild, catalogue("litellm"))).states("--check")).get("own/two")).toBe("ready");
    const silent = { models: [] };
    expect((await (await machine(silent, catalogue("openai"))).states("--check")).get("own/two")).toBe("ready");
    const broken = { endpoints: { "/v1/models": { status: 404, body: "{}" } } };
    expect((await (await machine(broken, catalogue("openai"))).states("--check")).get("own/two")).toBe("ready");
  });

  it("finds a model on the one of several servers that has it", async () => {
    const other = await startScriptedServer({ models: ["llama3.2:3b"] });
    onTestFinished(() => other.close());
    const { states } = await machine(
      { models: ["mistral:7b"] },
      `providers: { ollama: { url: ["URL", "${other.url}"] } }`,
    );
    const known = await states("--check");
    expect(known.get("ollama/llama3.2:3b")).toBe("ready");
    expect(known.get("ollama/mistral:7b")).toBe("ready");
    expect(known.get("ollama/gemma3:4b")).toMatch(/^not pulled/);
  });

  it("asks no server without it", async () => {
    const { server, states } = await machine({ models: [] }, 'providers: { ollama: { url: "URL", tier: local } }');
    await states();
    expect(server.requests.map(({ path }) => path)).not.toContain("/api/tags");
  });
});
