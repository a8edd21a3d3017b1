/** The official OpenAI client against the real server. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import { createScriptedModel, type ScriptedModel, type ScriptedModelReply } from "../../testing/scripted-model.ts";
import { type TestServer, testServer } from "../test-server.ts";

const teamFolders = [join(fileURLToPath(new URL("../../../test", import.meta.url)), "bad-input", "teams")];
const replies: ScriptedModelReply[] = [];
let model: ScriptedModel;
let server: TestServer;
let client: OpenAI;
beforeAll(async () => {
  model = createScriptedModel({ script: () => replies.shift() ?? { text: "One two three." } });
  server = await testServer({ teamFolders, team: "solo", languageModels: { one: model } });
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "any", maxRetries: 0 });
});
afterAll(() => server[Symbol.asyncDispose]());

async function drained(stream: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _chunk of stream) count++;
  return count;
}

describe("models", () => {
  it("are the teams, and auto", async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["auto", "solo", "alma", "toollama"]));
    expect(await client.models.retrieve("alma")).toMatchObject({ id: "alma", object: "model", owned_by: "thorp" });
  });

  it("that are not there are refused with the nearest name", async () => {
    await expect(client.models.retrieve("alam")).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining("alma"),
    });
    await expect(
      client.chat.completions.create({ model: "nobody", messages: [{ role: "user", content: "x" }] }),
    ).rejects.toMatchObject({ status: 404, code: "team_unknown", type: "invalid_request_error" });
  });
});

describe("chat completions", () => {
  it("answer whole, with usage", async () => {
    const answer = await client.chat.completions.create({
      model: "solo",
      messages: [{ role: "user", content: "Count" }],
    });
    expect(answer.choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { role: "assistant", content: "One two three." },
    });
    expect(answer.usage?.total_tokens).toBe(
      (answer.usage?.prompt_tokens ?? 0) + (answer.usage?.completion_tokens ?? 0),
    );
  });

  it("stream, with the usage in a chunk of its own", async () => {
    const stream = await client.chat.completions.create({
      model: "auto",
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: "user", content: "Count" }],
    });
    let text = "";
    const ends: unknown[] = [];
    let usage: unknown;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      if (chunk.choices[0]?.finish_reason) ends.push(chunk.choices[0].finish_reason);
      if (chunk.choices.length === 0) usage = chunk.usage;
      else expect(chunk.usage).toBeNull();
    }
    expect(text).toBe("One two three.");
    expect(ends).toEqual(["stop"]);
    expect(usage).toMatchObject({ total_tokens: expect.any(Number) });
  });

  it("bring the conversation along; text parts are put together", async () => {
    await client.chat.completions.create({
      model: "solo",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "My name is Ada." },
        { role: "assistant", content: "Hello Ada." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is" },
            { type: "text", text: "my name?" },
          ],
        },
      ],
    });
    const prompt = JSON.stringify(model.calls.at(-1)?.prompt);
    for (const words of ["Be brief.", "My name is Ada.", "Hello Ada.", "What is\\nmy name?"])
      expect(prompt).toContain(JSON.stringify(words).slice(1, -1).replaceAll("\\\\", "\\"));
  });

  it("fail as the client expects it, before and in the stream", async () => {
    replies.push({ error: new ThorpError("model-refused", "The key is wrong.") });
    await expect(
      client.chat.completions.create({ model: "solo", messages: [{ role: "user", content: "x" }] }),
    ).rejects.toMatchObject({ status: 502, code: "model_refused" });
    replies.push({ error: new ThorpError("model-refused", "The key is wrong.") });
    const stream = await client.chat.completions.create({
      model: "solo",
      stream: true,
      messages: [{ role: "user", content: "x" }],
    });
    await expect(drained(stream)).rejects.toThrow("The key is wrong.");
  });

  it.each([
    ["no messages", { model: "solo", messages: [] }],
    ["no user", { model: "solo", messages: [{ role: "assistant", content: "x" }] }],
    ["no model", { messages: [{ role: "user", content: "x" }] }],
    ["an unknown role", { model: "solo", messages: [{ role: "king", content: "x" }] }],
  ])("are refused with all four keys: %s", async (_what, body) => {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: object };
    expect(Object.keys(error).sort()).toEqual(["code", "message", "param", "type"]);
  });

  it("stop with the client", async () => {
    replies.push({ text: "never said", delayMs: 60_000 } as ScriptedModelReply);
    const abort = new AbortController();
    const calls = model.calls.length;
    const asking = client.chat.completions.create(
      { model: "solo", messages: [{ role: "user", content: "Leave me" }] },
      { signal: abort.signal },
    );
    await expect.poll(() => model.calls.length).toBeGreaterThan(calls);
    abort.abort();
    await expect(asking).rejects.toThrow();
    await expect
      .poll(async () => {
        const { runs } = (await (await fetch(`${server.url}/api/runs?limit=1`)).json()) as {
          runs: readonly { state: string }[];
        };
        return runs[0]?.state;
      })
      .toBe("cancelled");
  });
});
