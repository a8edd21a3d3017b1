/** The Responses API by the official client: whole, streamed, in the background, with functions, and looked at later. */
import type OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newestState, type OpenAiWorld, openAiWorld } from "./testing-openai.ts";

let world: OpenAiWorld;
beforeAll(async () => {
  world = await openAiWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => void world.replies.splice(0));

type Body = Partial<OpenAI.Responses.ResponseCreateParamsNonStreaming>;
const create = (input: string | OpenAI.Responses.ResponseInput, rest: Body = {}) =>
  world.client.responses.create({ model: "solo", input, ...rest });
const asked = () => world.model.calls.at(-1);
const weather = {
  type: "function",
  name: "weather",
  description: "The weather at a place.",
  parameters: { type: "object", properties: { place: { type: "string" } } },
  strict: false,
} as const;
const wanting = (place: string) => ({ toolCalls: [{ name: "weather", input: { place } }] });
const callsOf = (response: OpenAI.Responses.Response) =>
  response.output.flatMap((item) => (item.type === "function_call" ? [item] : []));

describe("a response", () => {
  it("comes whole, and can be looked at, asked about and deleted", async () => {
    const made = await create("Count", { instructions: "Be brief.", metadata: { a: "b" }, max_output_tokens: 99 });
    expect(made).toMatchObject({
      ...{ object: "response", status: "completed", error: null, output_text: "One two three.", model: "solo" },
      ...{ instructions: "Be brief.", metadata: { a: "b" }, max_output_tokens: 99, previous_response_id: null },
    });
    expect(asked()?.maxOutputTokens).toBe(99);
    expect(made.usage?.total_tokens).toBe((made.usage?.input_tokens ?? 0) + (made.usage?.output_tokens ?? 0));
    const { created_at: _created, completed_at: _completed, ...again } = await world.client.responses.retrieve(made.id);
    expect(made).toMatchObject(again);
    const items = await world.client.responses.inputItems.list(made.id);
    expect(items.data).toMatchObject([{ role: "user", content: [{ type: "input_text", text: "Count" }] }]);
    await world.client.responses.delete(made.id);
    await expect(world.client.responses.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
  });

  it("streams events whose numbers grow", async () => {
    world.replies.push({ text: ["One ", "two."], betweenMs: 60 });
    const types: string[] = [];
    let number = -1;
    let text = "";
    for await (const event of await world.client.responses.create({ model: "solo", input: "Count", stream: true })) {
      expect(event.sequence_number).toBeGreaterThan(number);
      number = event.sequence_number;
      if (event.type !== types.at(-1)) types.push(event.type);
      if (event.type === "response.output_text.delta") text += event.delta;
    }
    expect(text).toBe("One two.");
    expect(types).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    const stream = world.client.responses.stream({ model: "solo", input: "Count" });
    expect((await stream.finalResponse()).output_text).toBe("One two three.");
  });

  it.each([0, 2, 3, 5, 8])("goes on as a stream after event %i of those that come", async (seen) => {
    world.replies.push({ text: ["One ", "two ", "three ", "and a 🐢."], betweenMs: 40 });
    const input = "Count";
    const first = await world.client.responses.create({ model: "solo", input, stream: true, background: true });
    let last = -1;
    let text = "";
    let id = "";
    let left = seen;
    for await (const event of first) {
      if (event.type === "response.created") id = event.response.id;
      if (event.type === "response.output_text.delta") text += event.delta;
      last = event.sequence_number;
      if (left-- === 0) break;
    }
    // While it goes on, and once more when it is in the record.
    for (let look = 0; look < 2; look++) {
      let whole = text;
      let number = last;
      const types: string[] = [];
      for await (const event of await world.client.responses.retrieve(id, { stream: true, starting_after: last })) {
        expect(event.sequence_number).toBeGreaterThan(number);
        number = event.sequence_number;
        types.push(event.type);
        if (event.type === "response.output_text.delta") whole += event.delta;
        if (event.type === "response.completed") expect(event.response.output_text).toBeUndefined();
      }
      expect(whole).toBe("One two three and a 🐢.");
      expect(types.includes("response.created")).toBe(false);
      expect(types.filter((type) => type === "response.completed")).toHaveLength(1);
    }
    const again = world.client.responses.stream({ response_id: id });
    expect((await again.finalResponse()).output_text).toBe("One two three and a 🐢.");
    const nothing = await world.client.responses.retrieve(id, { stream: true, starting_after: 9999 });
    for await (const event of nothing) expect(event).toBeUndefined();
  });

  it("goes on from the one before it", async () => {
    world.replies.push({ text: "Hello Ada." }, { text: "Ada." });
    const first = await create("I am Ada.");
    const second = await create("Who am I?", { previous_response_id: first.id, instructions: "One word." });
    expect(second).toMatchObject({ output_text: "Ada.", previous_response_id: first.id });
    const prompt = JSON.stringify(asked()?.prompt);
    for (const said of ["I am Ada.", "Hello Ada.", "One word.", "Who am I?"]) expect(prompt).toContain(said);
    await expect(create("x", { previous_response_id: "resp_none" })).rejects.toMatchObject({ status: 404 });
  });

  it("has a form where one is wanted, and is incomplete where it was cut", async () => {
    const schema = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
    world.replies.push({ text: '{"n": 4}' });
    const formed = await create("Four?", { text: { format: { type: "json_schema", name: "n", schema } } });
    expect(formed.output_text).toBe('{"n":4}');
    world.replies.push({ text: "One two", finish: "length" });
    expect(await create("Count", { max_output_tokens: 2 })).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
    });
  });

  it("runs in the background, and is cancelled when that is wanted", async () => {
    const made = await create("Count", { background: true });
    expect(made).toMatchObject({ status: "in_progress", background: true });
    const status = async () => (await world.client.responses.retrieve(made.id)).status;
    await expect.poll(status, { timeout: 15_000 }).toBe("completed");
    world.replies.push({ text: "never", delayMs: 60_000 });
    const slow = await create("Wait", { background: true });
    expect(await world.client.responses.cancel(slow.id)).toMatchObject({ id: slow.id, status: "cancelled" });
    expect(await newestState(world.server)).toBe("cancelled");
  });
});

describe("functions of the client", () => {
  it("suspend the run; their outputs make the next response", async () => {
    world.replies.push(wanting("Oslo"), wanting("Rome"), { text: "Rome is warmer." });
    const first = await create("Which is warmer?", { tools: [weather] });
    expect(callsOf(first)).toMatchObject([{ name: "weather", arguments: '{"place":"Oslo"}', status: "completed" }]);
    const output = (response: OpenAI.Responses.Response, text: string) =>
      callsOf(response).map(({ call_id }) => ({ type: "function_call_output" as const, call_id, output: text }));
    const second = await create(output(first, "cold"), { previous_response_id: first.id, tools: [weather] });
    expect(callsOf(second)).toHaveLength(1);
    await world.restart();
    const third = await create(output(second, "warm"), { previous_response_id: second.id, tools: [weather] });
    expect(third.output_text).toBe("Rome is warmer.");
    expect(new Set([first.id, second.id, third.id]).size).toBe(3);
    expect(await world.client.responses.retrieve(second.id)).toMatchObject({
      previous_response_id: first.id,
      output: second.output,
    });
    expect((await world.client.responses.inputItems.list(third.id)).data).toMatchObject([{ output: "warm" }]);
  });

  it("come whole in a stream, and the client may keep the conversation itself", async () => {
    world.replies.push(wanting("Oslo"), { text: "Cold." });
    const question = { role: "user" as const, content: "Is Oslo cold?" };
    const stream = world.client.responses.stream({ model: "solo", input: [question], tools: [weather] });
    const first = await stream.finalResponse();
    const second = await create([
      question,
      ...(first.output as OpenAI.Responses.ResponseInput),
      ...callsOf(first).map(({ call_id }) => ({ type: "function_call_output" as const, call_id, output: "minus 3" })),
    ]);
    expect(second.output_text).toBe("Cold.");
    expect(JSON.stringify(asked()?.prompt)).toContain("minus 3");
  });
});

describe("what goes wrong", () => {
  it("is an error, and in a stream the event of it", async () => {
    world.replies.push({ text: "" });
    await expect(create("x")).rejects.toMatchObject({ status: 502, code: "model_output" });
    world.replies.push({ text: "" });
    const stream = await world.client.responses.create({ model: "solo", input: "x", stream: true });
    let last: OpenAI.Responses.ResponseStreamEvent | undefined;
    for await (const event of stream) last = event;
    expect(last).toMatchObject({
      type: "response.failed",
      response: { status: "failed", error: { code: "server_error" } },
    });
  });

  it.each<[string, object, RegExp]>([
    ["a tool of another kind", { tools: [{ type: "web_search" }] }, /web_search/],
    ["an item of another kind", { input: [{ type: "computer_call" }] }, /computer_call/],
    ["a conversation", { conversation: "conv_1" }, /previous_response_id/],
    ["a name that is none", { tools: [{ ...weather, name: "a b" }] }, /tools/],
    ["nothing", { input: [] }, /input/],
  ])("is refused: %s", async (_what, body, message) => {
    await expect(create("x", body)).rejects.toMatchObject({ status: 400, message: expect.stringMatching(message) });
  });

  it("a response that is none is not found", async () => {
    for (const id of ["resp_x", `resp_${"0".repeat(20)}`, "x"])
      await expect(world.client.responses.retrieve(id)).rejects.toMatchObject({ status: 404 });
  });
});
