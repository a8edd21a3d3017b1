/** The client against the real server: asking, following over restarts, answers, errors. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestServer, type TestServerOptions, testServer } from "../../thorp/src/server/test-server.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../thorp/src/testing/scripted-model.ts";
import { createThorpClient } from "./client.ts";
import { ThorpConnectionError, ThorpRunError, ThorpTimeoutError } from "./errors.ts";
import type { RunUpdate } from "./follow-run.ts";

const teamFolders = [fileURLToPath(new URL("../../thorp/test/bad-input/teams", import.meta.url))];
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function serve(script: () => ScriptedModelReply, options: TestServerOptions = {}): Promise<TestServer> {
  const server = await testServer({
    teamFolders,
    team: "solo",
    languageModels: { one: createScriptedModel({ script }) },
    ...options,
  });
  cleanups.push(() => server[Symbol.asyncDispose]());
  return server;
}

describe("a client", () => {
  it("asks and gets the answer", async () => {
    const client = createThorpClient({ baseURL: (await serve(() => ({ text: "It is 42." }))).url });
    const asked = await client.ask("What is it?");
    expect(await asked.answer()).toBe("It is 42.");
    expect(await client.runs.show(asked.run)).toMatchObject({
      run: { state: "done", conversation: asked.conversation },
    });
    expect((await client.runs.list({ limit: 1 })).map(({ id }) => id)).toEqual([asked.run]);
    expect((await client.runs.events(asked.run)).at(-1)).toMatchObject({ type: "run-end", state: "done" });
    expect((await client.teams()).map(({ name }) => name)).toContain("solo");
    expect((await client.tools()).map(({ name }) => name)).toContain("calculate");
    expect((await client.models()).map(({ id }) => id)).toContain("rules/english");
  });

  it("follows: every event once, text as it comes", async () => {
    const words = ["one ", "two ", "three"];
    const client = createThorpClient({ baseURL: (await serve(() => ({ text: words, betweenMs: 60 }))).url });
    const seqs: number[] = [];
    let text = "";
    for await (const update of await client.ask("Count")) {
      if (update.kind === "event") seqs.push(update.seq);
      else if (update.type === "text") text = text.slice(0, update.offset) + update.delta;
    }
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(text).toBe("one two three");
  });

  it("says why there is no answer, and goes on with a conversation", async () => {
    const replies: ScriptedModelReply[] = [{ text: "Hello Ada." }, { text: "" }];
    const client = createThorpClient({ baseURL: (await serve(() => replies.shift() ?? { text: "" })).url });
    const first = await client.ask("I am Ada");
    await first.answer();
    const second = await client.ask({ text: "Who am I?", conversation: first.conversation });
    expect(second.conversation).toBe(first.conversation);
    await expect(second.answer()).rejects.toMatchObject({ name: "ThorpRunError", state: "failed", run: second.run });
    await expect(second.answer()).rejects.toBeInstanceOf(ThorpRunError);
  });

  it("writes the answer as it comes", async () => {
    const client = createThorpClient({
      baseURL: (await serve(() => ({ text: ["one ", "two ", "three"], betweenMs: 60 }))).url,
    });
    const pieces: (string | undefined)[] = [];
    let whole = "";
    for await (const { delta, text } of (await client.ask("Count")).text()) {
      pieces.push(delta);
      whole = text;
    }
    expect(pieces).toEqual(["one ", "two ", "three"]);
    expect(whole).toBe("one two three");
  });

  it("stops a run", async () => {
    const client = createThorpClient({ baseURL: (await serve(() => ({ text: "x", delayMs: 60_000 }))).url });
    const asked = await client.ask("Wait");
    await asked.abort();
    await expect(asked.answer()).rejects.toMatchObject({ state: "cancelled" });
  });

  it("ends following with its signal", async () => {
    const client = createThorpClient({ baseURL: (await serve(() => ({ text: "x", delayMs: 60_000 }))).url });
    const abort = new AbortController();
    const asked = await client.ask("Wait");
    const reading = (async () => {
      for await (const update of client.follow(asked.run, { signal: abort.signal }))
        if (update.kind === "event" && update.type === "step-start") abort.abort(new Error("enough"));
    })();
    await expect(reading).rejects.toThrow("enough");
  });

  it("tells a refusal from a server that is not there", async () => {
    const client = createThorpClient({ baseURL: (await serve(() => ({ text: "x" }))).url });
    await expect(client.runs.show("run_0")).rejects.toMatchObject({
      name: "ThorpApiError",
      status: 404,
      code: "run-unknown",
      hint: expect.any(String),
      requestId: expect.stringMatching(/^req_/),
    });
    await expect(client.ask({ text: "x", team: "nobody" })).rejects.toMatchObject({ code: "team-unknown" });
    const nobody = createThorpClient({ baseURL: "http://127.0.0.1:9", retries: 0 });
    await expect(nobody.teams()).rejects.toBeInstanceOf(ThorpConnectionError);
  });
});

it("goes on over a restart of the server: nothing lost, nothing doubled, text replaced and not mixed", async () => {
  const dir = mkdtempSync(join(tmpdir(), "thorp-restart-"));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  const first = await serve(() => ({ text: ["half ", "an ", "answer"], betweenMs: 60_000 }), { dir });
  const client = createThorpClient({ baseURL: first.url });
  const asked = await client.ask("Tell me");
  const updates: RunUpdate[] = [];
  let restarted = false;
  for await (const update of asked) {
    updates.push(update);
    if (restarted || update.kind !== "frame") continue;
    restarted = true;
    await first[Symbol.asyncDispose]();
    cleanups.pop();
    // Long enough to be come back to; the text itself may be whole before the client is there.
    await serve(() => ({ text: ["the whole ", "answer"], betweenMs: 2000 }), { dir, port: first.port, recover: true });
  }
  const seqs = updates.flatMap((update) => (update.kind === "event" ? [update.seq] : []));
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(updates.some((update) => update.kind === "event" && update.type === "run-recover")).toBe(true);
  const texts: Record<number, string> = {};
  for (const update of updates) {
    if (update.kind === "frame") texts[update.attempt] = (texts[update.attempt] ?? "") + update.delta;
  }
  expect(texts).toEqual({ 1: "half ", 2: "the whole answer" });
  expect(await asked.answer()).toBe("the whole answer");
});

describe("a server that is busy", () => {
  let answers: ((request: IncomingMessage, response: ServerResponse) => void)[] = [];
  let url = "";
  beforeEach(async () => {
    answers = [];
    const server = createServer((request, response) =>
      (answers.shift() ?? (() => response.destroy()))(request, response),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    cleanups.push(() => new Promise((resolve) => server.close(() => resolve())));
  });
  const busy = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(429, { "retry-after": "0" }).end('{"code":"rate-limited","detail":"Slow down."}');
  };
  const teams = (_request: IncomingMessage, response: ServerResponse): void => void response.end('{"teams":[]}');
  const drop = (_request: IncomingMessage, response: ServerResponse): void => void response.destroy();

  it("is asked again when it says so, and when it drops a read", async () => {
    answers.push(busy, drop, teams);
    expect(await createThorpClient({ baseURL: url }).teams()).toEqual([]);
  });

  it("is not asked again for what may have begun", async () => {
    answers.push(drop, teams);
    await expect(createThorpClient({ baseURL: url }).runs.cancel("run_1")).rejects.toBeInstanceOf(ThorpConnectionError);
    expect(answers).toHaveLength(1);
  });

  it("is asked again for what it begins once, under the same key", async () => {
    const keys: unknown[] = [];
    answers.push(
      (request, response) => (keys.push(request.headers["idempotency-key"]), drop(request, response)),
      (request, response) => {
        keys.push(request.headers["idempotency-key"]);
        response.end('{"run":"run_1","conversation":"con_1"}');
      },
    );
    expect(await createThorpClient({ baseURL: url }).ask("x")).toMatchObject({ run: "run_1" });
    expect(keys[1]).toBe(keys[0]);
  });

  it("is given up on in the end, with its own words", async () => {
    answers.push(busy, busy);
    await expect(createThorpClient({ baseURL: url, retries: 1 }).teams()).rejects.toMatchObject({
      code: "rate-limited",
      message: "Slow down.",
      retryAfterMs: 0,
    });
  });

  it("is not waited for without an end, and is told one key in all tries of a call", async () => {
    const hang = (): void => {};
    answers.push(hang);
    const impatient = createThorpClient({ baseURL: url, retries: 0, timeoutMs: 50 });
    await expect(impatient.teams()).rejects.toBeInstanceOf(ThorpTimeoutError);
    const keys: unknown[] = [];
    const noting = (next: typeof busy) => (request: IncomingMessage, response: ServerResponse) => {
      keys.push(request.headers["idempotency-key"]);
      next(request, response);
    };
    answers.push(
      noting(busy),
      noting((_request, response) => void response.end('{"run":"run_1","conversation":"con_1"}')),
    );
    await createThorpClient({ baseURL: url }).ask("x");
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it("that speaks in a proxy's words is still an error of the API", async () => {
    answers.push((_request, response) => void response.writeHead(502).end("<html>Bad gateway</html>"));
    await expect(createThorpClient({ baseURL: url }).teams()).rejects.toMatchObject({ status: 502, code: "unknown" });
  });
});
