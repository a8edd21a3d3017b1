/** Every parameter of a chat completion: honoured, refused or named as ignored; files, abort, and what was not allowed. */
import type OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createRecordingTool } from "../../testing/recording-tool.ts";
import { newestState, type OpenAiWorld, openAiWorld } from "./testing-openai.ts";

let world: OpenAiWorld;
beforeAll(async () => {
  world = await openAiWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => void world.replies.splice(0));

type Params = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "model" | "messages">;
const user = (content: OpenAI.ChatCompletionUserMessageParam["content"]) => ({ role: "user" as const, content });
const ask = (rest: Params = {}, content: Parameters<typeof user>[0] = "Count") =>
  world.client.chat.completions.create({ model: "solo", messages: [user(content)], ...rest });
const asked = () => world.model.calls.at(-1);

describe("parameters", () => {
  it("reach the model that writes the answer", async () => {
    await ask({ temperature: 0.3, top_p: 0.5, seed: 7, presence_penalty: 1, frequency_penalty: -1, max_tokens: 60 });
    expect(asked()).toMatchObject({
      ...{ temperature: 0.3, topP: 0.5, seed: 7, presencePenalty: 1, frequencyPenalty: -1, maxOutputTokens: 60 },
    });
    await ask({ max_completion_tokens: 50, max_tokens: 60 });
    expect(asked()?.maxOutputTokens).toBe(50);
  });

  it("say why the answer ended, and what it took", async () => {
    world.replies.push({
      text: "One two",
      finish: "length",
      usage: { input: 10, output: 5, cached: 4, reasoning: 3 },
    });
    const answer = await ask({ max_tokens: 2 });
    expect(answer.choices[0]?.finish_reason).toBe("length");
    expect(answer.usage).toEqual({
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 3 },
    });
  });

  it("give several choices, whole and streamed", async () => {
    world.replies.push({ text: "a" }, { text: "b" });
    const { choices } = await ask({ n: 2 });
    expect(choices.map(({ index }) => index)).toEqual([0, 1]);
    expect(choices.map(({ message }) => message.content ?? "").toSorted((a, b) => a.localeCompare(b))).toEqual([
      "a",
      "b",
    ]);
    world.replies.push({ text: ["c", "d"] }, { text: ["c", "d"] });
    const texts = ["", ""];
    const stream = await world.client.chat.completions.create({
      ...{ model: "solo", messages: [user("x")], n: 2, stream: true },
    });
    for await (const { choices: pieces } of stream)
      for (const { index, delta } of pieces) texts[index] += delta.content ?? "";
    expect(texts).toEqual(["cd", "cd"]);
  });

  it("end at a stop sequence, also one that comes in pieces", async () => {
    world.replies.push({ text: "One. STOP two" });
    expect((await ask({ stop: ["STOP"] })).choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: "One. " },
    });
    world.replies.push({ text: ["One S", "T", "O", "ST", "OP two", " three"], betweenMs: 60 });
    const stream = await world.client.chat.completions.create({
      ...{ model: "solo", messages: [user("x")], stop: "STOP", stream: true },
    });
    let text = "";
    let finish: unknown;
    for await (const { choices } of stream) {
      text += choices[0]?.delta.content ?? "";
      finish = choices[0]?.finish_reason ?? finish;
    }
    expect([text, finish]).toEqual(["One STO", "stop"]);
  });

  it("put the answer into a form", async () => {
    const schema = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
    world.replies.push({ text: "It is four." }, { text: '{"n": 4}' });
    const answer = await ask({ response_format: { type: "json_schema", json_schema: { name: "n", schema } } });
    expect(answer.choices[0]?.message.content).toBe('{"n":4}');
    expect(asked()?.responseFormat).toMatchObject({ type: "json", schema });
    world.replies.push({ text: '```json\n{"a": 1}\n```' });
    const streamed = world.client.chat.completions.stream({
      ...{ model: "solo", messages: [user("x")], response_format: { type: "json_object" } },
    });
    expect(await streamed.finalContent()).toBe('{"a":1}');
  });

  it("that mean nothing here are named", async () => {
    const { response } = await ask({
      ...{ logit_bias: { 5: 1 }, user: "ada", reasoning_effort: "low", service_tier: "auto" },
    }).withResponse();
    expect(response.headers.get("x-thorp-ignored")?.split(", ").sort()).toEqual([
      ...["logit_bias", "reasoning_effort", "service_tier", "user"],
    ]);
  });

  it.each<[string, Params]>([
    ["temperature", { temperature: 3 }],
    ["max_tokens", { max_tokens: 0 }],
    ["n", { n: 0 }],
    ["logprobs", { logprobs: true }],
    ["modalities", { modalities: ["audio"] }],
    ["functions", { functions: [{ name: "f" }] }],
    ["tools", { tools: [{ type: "function", function: { name: "not a name" } }] }],
    ["tool_choice", { tool_choice: "required" }],
    ["stop", { stop: ["a", "b", "c", "d", "e"] }],
    ["response_format", { response_format: { type: "xml" } as never }],
  ])("that cannot be followed are refused: %s", async (name, params) => {
    await expect(ask(params)).rejects.toMatchObject({ status: 400, message: expect.stringContaining(name) });
  });
});

describe("files", () => {
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  it("come along with the words", async () => {
    await ask({}, [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
      { type: "file", file: { filename: "notes.txt", file_data: Buffer.from("buy milk").toString("base64") } },
    ]);
    const prompt = JSON.stringify(asked()?.prompt);
    expect(prompt).toContain("image-2.png");
    expect(prompt).toContain("notes.txt");
  });

  it.each([
    ["an address", { type: "image_url", image_url: { url: "http://127.0.0.1:1/secret.png" } }],
    ["no base64", { type: "image_url", image_url: { url: "data:image/png;base64,€" } }],
    ["an uploaded file", { type: "file", file: { file_id: "file-1" } }],
    ["another type", { type: "video", video: {} }],
  ])("that cannot be read are refused: %s", async (_what, part) => {
    await expect(ask({}, [part as never])).rejects.toMatchObject({ status: 400, code: "input_invalid" });
  });
});

it("is told with a link what nobody was there to allow", async () => {
  await using desk = await openAiWorld({
    team: "desk",
    tools: ["slow_lookup", "add_line"].map((name) => createRecordingTool({ name }).tool),
  });
  desk.replies.push(
    { toolCalls: [{ name: "write_file", input: { path: "a.txt", text: "x" } }] },
    { text: "It is not written." },
  );
  const answer = await desk.client.chat.completions.create({ model: "desk", messages: [user("Write x to a.txt")] });
  const { content } = answer.choices[0]?.message ?? {};
  expect(content).toMatch(/^It is not written\.\n\nNot done, because nobody could be asked here: .*a\.txt/);
  const [, link] = /(http:\S+\/runs\/run_\w+)$/.exec(content ?? "") ?? [];
  expect(link?.startsWith(desk.server.url)).toBe(true);
});

describe("a client that leaves", () => {
  it("in the middle of a stream stops the call to the model", async () => {
    world.replies.push({ text: ["One ", "never"], betweenMs: 60_000 });
    const stream = await world.client.chat.completions.create({
      ...{ model: "solo", messages: [user("Leave me")], stream: true },
    });
    for await (const { choices } of stream) if (choices[0]?.delta.content) break;
    await expect.poll(() => newestState(world.server), { timeout: 15_000 }).toBe("cancelled");
    expect(asked()?.abortSignal?.aborted).toBe(true);
  });
});

it("is answered to a plain curl-like request, line by line", async () => {
  world.replies.push({ text: "Hi." });
  const answer = await fetch(`${world.server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "auto", messages: [user("Hello")], stream: true }),
  });
  const lines = (await answer.text()).split("\n\n").filter((line) => line !== "");
  expect(lines.at(-1)).toBe("data: [DONE]");
  for (const line of lines.slice(0, -1))
    expect(JSON.parse(line.slice(6))).toMatchObject({ object: "chat.completion.chunk", model: "auto" });
});
