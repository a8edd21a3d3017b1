/**
 * A language model is connected and cannot be asked: the person hears why, not that none is connected. The command as a
 * person types it, the shipped team, a real model server.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { testingSurroundings } from "../../src/cli/testing-thorp.ts";
import { createEngine } from "../../src/engine/create-engine.ts";
import { type ScriptedServer, type ServerReply, startScriptedServer } from "../../src/testing/scripted-server.ts";
import { createHastyClock } from "./hasty-clock.ts";
import { newFolder } from "./test-bench.ts";

const POEM = "Write a poem about the first snow";

interface House {
  readonly server: ScriptedServer;
  run(...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
}

/** The shipped teams and a paid model, behind one server which answers as told; `catalogue`: another one. */
async function house(reply: (model: string) => ServerReply, catalogue = "", env = {}): Promise<House> {
  const cwd = await newFolder();
  const server = await startScriptedServer({ script: ({ body }) => reply(String(body["model"])) });
  onTestFinished(() => server.close());
  mkdirSync(join(cwd, "config", "thorp"), { recursive: true });
  writeFileSync(
    join(cwd, "config", "thorp", "models.yaml"),
    (
      catalogue ||
      `providers:
  far: { kind: openai, dialect: openai, url: "URL/v1", tier: frontier }
models:
  - { id: far/large, context: 32000, price: { input: 3, output: 15 }, capabilities: [tools] }
`
    ).replaceAll("URL", server.url),
  );
  return {
    server,
    async run(...argv) {
      const surroundings = {
        ...testingSurroundings({ cwd, env }),
        openEngine: (options: Parameters<typeof createEngine>[0]) =>
          createEngine({ ...options, clock: createHastyClock() }),
      };
      const code = await runCli(argv, surroundings);
      return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
    },
  };
}

const noneConnected = /none is connected|not connected/;
const refusal = (status: number, message: string): ServerReply => ({
  status,
  body: JSON.stringify({ error: { message } }),
});

describe("a budget too small for the model that was asked for", () => {
  it("is named, with what the call would have cost and the command that mends it", async () => {
    const { run, server } = await house(() => ({ text: "Snow." }));
    const { code, out, err } = await run("ask", "-m", "far/large", "--budget", "0.0001", POEM);
    expect(code).toBe(5);
    expect(err).toMatch(
      /A call of far\/large may cost \$0\.\d+, but of the run's budget of \$0\.0001 only \$0\.00008 is free/,
    );
    const enough = /Raise it with --budget (\S+), or choose a cheaper model with --model/.exec(err)?.[1] ?? "";
    expect(out + err).not.toMatch(noneConnected);
    expect(server.requests.filter(({ method }) => method === "POST")).toEqual([]);
    // What it says is true.
    expect(await run("ask", "-m", "far/large", "--budget", enough, POEM)).toMatchObject({
      code: 0,
      out: expect.stringContaining("Snow."),
    });
  });

  it("is the answer for programs too, and no frame says otherwise", async () => {
    const { run } = await house(() => ({ text: "Snow." }));
    const { code, out } = await run("ask", "--json", "-m", "far/large", "--budget", "0.0001", POEM);
    expect(code).toBe(5);
    expect(out).not.toMatch(noneConnected);
    expect(JSON.parse(out.trim().split("\n").at(-1) ?? "")).toMatchObject({
      type: "run-end",
      state: "failed",
      failure: { code: "budget-exceeded", hint: expect.stringContaining("--budget") },
    });
  });

  it("stops nothing that rules can do", async () => {
    const { run } = await house(() => ({ text: "Snow." }));
    const { code, out } = await run("ask", "-m", "far/large", "--budget", "0.0001", "What is 17% of 2,340?");
    expect(code).toBe(0);
    expect(out).toContain("397.8");
  });

  it("of nothing leaves the paid model out, and says so", async () => {
    const { run } = await house(() => ({ text: "Snow." }));
    const { code, err } = await run("ask", "-m", "far/large", "--budget", "0", POEM);
    expect(code).toBe(5);
    expect(err).toContain("far/large cannot be called: the budget is used up");
  });
});

describe("a model that cannot answer", () => {
  it.each([
    [
      "has no credit",
      refusal(402, "Insufficient credits"),
      /far\/large answered 402: Insufficient credits/,
      /Add credits/,
    ],
    [
      "does not take the key",
      refusal(401, "Invalid key"),
      /far\/large answered 401: Invalid key/,
      /Check the key of far/,
    ],
    ["is not there", refusal(404, "No such model"), /far\/large answered 404: No such model/, /Check the model's name/],
    ["breaks", refusal(500, "Out of order"), /far\/large answered 500: Out of order/, /thorp doctor/],
  ] as const)("and %s is the cause", async (_, reply, cause, remedy) => {
    const { run } = await house(() => reply);
    const { code, out, err } = await run("ask", "-m", "far/large", POEM);
    expect(code).not.toBe(0);
    expect(err).toMatch(cause);
    expect(err).toMatch(remedy);
    expect(out + err).not.toMatch(noneConnected);
  });

  it("hands on to the next, and when that fails too each is named", async () => {
    const { run } = await house(
      (model) => (model.startsWith("mistral") ? refusal(404, "try pulling it first") : refusal(402, "no credit")),
      'providers: { ollama: { url: "URL" }, openrouter: { url: "URL/v1" } }',
      { OPENROUTER_API_KEY: "sk-test-key" },
    );
    const { code, out, err } = await run("ask", "--team", "alma", POEM);
    expect(code).toBe(7);
    expect(err).toContain("ollama/mistral:7b answered 404: try pulling it first");
    expect(err).toContain("openrouter/anthropic/claude-sonnet-4.5 answered 402: no credit");
    expect(out + err).not.toMatch(noneConnected);
  });

  it("and was never fetched is the cause, with the command that fetches it", async () => {
    const { run } = await house(() => refusal(404, "try pulling it first"), 'providers: { ollama: { url: "URL" } }');
    const { code, err } = await run("ask", "--team", "alma", POEM);
    expect(code).toBe(2);
    expect(err).toContain("Fetch the model with `thorp models pull ollama/mistral:7b`.");
  });
});

describe("a model that is not tried", () => {
  const down = `providers:
  openrouter: { url: "http://127.0.0.1:9/v1" }
  far: { kind: openai, dialect: openai, url: "http://127.0.0.1:9/v1", tier: frontier }
models:
  - { id: far/large, context: 32000, price: { input: 3, output: 15 }, capabilities: [tools] }
`;

  it("and was asked for is named with its obstacle", async () => {
    const { run } = await house(() => ({ text: "Snow." }), down);
    const { code, err, out } = await run("ask", "-m", "far/large", POEM);
    expect(code).toBe(7);
    expect(err).toMatch(/far\/large cannot be called: its server is down/);
    expect(out + err).not.toMatch(noneConnected);
  });

  it("and was not asked for is no cause: nobody has connected it", async () => {
    const { run } = await house(() => ({ text: "Snow." }), down);
    const { code, out } = await run("ask", "--team", "alma", POEM);
    expect(code).toBe(7);
    expect(out).toMatch(noneConnected);
  });
});
