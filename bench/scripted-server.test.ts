import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addedBytesPerCall } from "./measure/added-bytes.ts";
import { createBareFetch } from "./measure/bare-fetch.ts";
import {
  bodiesOf,
  checkCalls,
  configureServer,
  type ScriptedServer,
  startServer,
  statsOf,
} from "./measure/server-process.ts";
import { answerTokens, INSTRUCTIONS, idealFirstToken, REQUEST, SUPERVISOR } from "./measure/the-job.ts";

let server: ScriptedServer;
let dir: string;
beforeAll(async () => {
  server = await startServer();
  dir = mkdtempSync(join(tmpdir(), "bench-test-"));
});
afterAll(() => {
  server.close();
  rmSync(dir, { recursive: true });
});

describe("the scripted server", () => {
  test("gives bare fetch its eight calls, token by token when it is paced", async () => {
    const tokens: string[] = [];
    await configureServer(server.baseURL, { ttft: 5, tps: 200, reset: true });
    const answer = await createBareFetch({ baseURL: server.baseURL }).run(REQUEST, (token) => tokens.push(token));
    expect(answer).toBe(answerTokens.join(""));
    expect(tokens).toEqual(answerTokens);
    checkCalls(await statsOf(server.baseURL), 1);
  });

  test("counts what does not belong to the job", async () => {
    await configureServer(server.baseURL, { ttft: 0, tps: 0, reset: true });
    const response = await fetch(`${server.baseURL}/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: SUPERVISOR, stream: true, messages: [{ role: "user", content: REQUEST }] }),
    });
    expect(response.status).toBe(400);
    const stats = await statsOf(server.baseURL);
    expect(stats.wrong).toEqual(["no tool to plan with, and 0 results"]);
    expect(() => checkCalls(stats, 1)).toThrow(/other calls than the job has/);
  });

  test("keeps the bodies it is sent", async () => {
    await configureServer(server.baseURL, { ttft: 0, tps: 0, reset: true, keepBodies: true });
    await createBareFetch({ baseURL: server.baseURL }).run(REQUEST, () => {});
    const bodies = await bodiesOf(server.baseURL);
    expect(bodies).toHaveLength(8);
    expect(bodies[0]).toContain(REQUEST);
  });
});

test("the ideal first token is the sum of what has to be waited for", () => {
  expect(idealFirstToken({ ttft: 200, tps: 50 }, 50)).toBe(2210);
});

test("own texts are not counted as added, a heading and a foreign tool are", () => {
  const body = (content: string, tools: readonly object[] = []) =>
    JSON.stringify({
      model: SUPERVISOR,
      messages: [
        { role: "system", content: INSTRUCTIONS },
        { role: "user", content },
      ],
      tools,
    });
  expect(addedBytesPerCall([body(REQUEST)])).toBe(0);
  expect(addedBytesPerCall([body(`Task: ${REQUEST}`), body(REQUEST)])).toBe(3);
  const tool = { type: "function", function: { name: "plan" } };
  expect(addedBytesPerCall([body(REQUEST, [tool])])).toBe(JSON.stringify(tool).length);
});
