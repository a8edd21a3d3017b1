/** Tools of the client over chat completions, by the official client: suspended, resumed, restarted, contested. */
import type OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newestState, type OpenAiWorld, openAiWorld } from "./testing-openai.ts";

type Message = OpenAI.ChatCompletionMessageParam;
const weather = {
  type: "function",
  function: {
    name: "weather",
    description: "The weather at a place.",
    parameters: { type: "object", properties: { place: { type: "string" } }, required: ["place"] },
  },
} as const;
const question: Message = { role: "user", content: "Is it warmer in Oslo or in Rome?" };
const wanting = (...places: readonly string[]) => ({
  text: "Let me see.",
  toolCalls: places.map((place) => ({ name: "weather", input: { place } })),
});

let world: OpenAiWorld;
beforeAll(async () => {
  world = await openAiWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => void world.replies.splice(0));

const ask = (messages: Message[], rest: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {}) =>
  world.client.chat.completions.create({ model: "solo", messages, tools: [weather], ...rest });
const suspended = async (...places: readonly string[]) => {
  world.replies.push(wanting(...places));
  const { message } = (await ask([question])).choices[0] ?? {};
  return { message: message as OpenAI.ChatCompletionMessage, calls: message?.tool_calls ?? [] };
};
const results = (calls: readonly { readonly id: string }[], text = "20 degrees"): Message[] =>
  calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: text }));

describe("tools of the client", () => {
  it("suspend the run, and the next request resumes it with all results", async () => {
    world.replies.push(wanting("Oslo", "Rome"), { text: "Rome is warmer." });
    const first = await ask([question]);
    const [choice] = first.choices;
    expect(choice).toMatchObject({ finish_reason: "tool_calls", message: { content: "Let me see." } });
    const calls = choice?.message.tool_calls ?? [];
    expect(calls).toMatchObject([
      { type: "function", function: { name: "weather", arguments: '{"place":"Oslo"}' } },
      { type: "function", function: { name: "weather", arguments: '{"place":"Rome"}' } },
    ]);
    expect(world.model.calls.at(-1)?.tools?.map((tool) => tool.name)).toContain("weather");
    expect(await newestState(world.server)).toBe("waiting");
    const second = await ask([question, choice?.message as Message, ...results(calls)]);
    expect(second.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: "Rome is warmer." } });
    expect(second.id).toBe(first.id);
    const prompt = JSON.stringify(world.model.calls.at(-1)?.prompt);
    expect(prompt).toContain("20 degrees");
    // Its words are marked as data.
    expect(prompt).toContain("<data>");
  });

  it("stream as they are called, and the answer streams when they have answered", async () => {
    world.replies.push(wanting("Oslo"), { text: ["It is ", "cold."] });
    const stream = world.client.chat.completions.stream({ model: "solo", messages: [question], tools: [weather] });
    const first = await stream.finalChatCompletion();
    expect(first.choices[0]).toMatchObject({ finish_reason: "tool_calls" });
    const { message } = first.choices[0] as { message: OpenAI.ChatCompletionMessage };
    const second = world.client.chat.completions.stream({
      model: "solo",
      tools: [weather],
      messages: [question, message, ...results(message.tool_calls ?? [])],
    });
    expect(await second.finalContent()).toBe("It is cold.");
  });

  it("are run by the client's own runner until there is an answer", async () => {
    world.replies.push(wanting("Oslo"), wanting("Rome"), { text: "Done." });
    const asked: string[] = [];
    const runner = world.client.chat.completions.runTools({
      model: "solo",
      messages: [question],
      tools: [
        {
          type: "function",
          function: {
            ...weather.function,
            parse: JSON.parse,
            function: ({ place }: { place: string }) => (asked.push(place), `${place} is fine`),
          },
        } as never,
      ],
    });
    expect(await runner.finalContent()).toBe("Done.");
    expect(asked).toEqual(["Oslo", "Rome"]);
  });

  it("survive a restart of the server", async () => {
    const { message, calls } = await suspended("Oslo");
    await world.restart();
    world.replies.push({ text: "Still here." });
    expect((await ask([question, message, ...results(calls)])).choices[0]?.message.content).toBe("Still here.");
  });

  it("answered twice at once: one wins, the other is told", async () => {
    const { message, calls } = await suspended("Oslo");
    world.replies.push({ text: "Cold.", delayMs: 200 });
    const both = await Promise.allSettled([1, 2].map(() => ask([question, message, ...results(calls)])));
    const lost = both.filter((each) => each.status === "rejected");
    expect(both.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    expect(lost).toMatchObject([
      { reason: { status: 409, code: "run_state", message: expect.stringContaining("Another request") } },
    ]);
  });

  it("answered in part are refused with the ids that lack", async () => {
    const { message, calls } = await suspended("Oslo", "Rome");
    await expect(ask([question, message, ...results(calls.slice(0, 1))])).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(calls[1]?.id ?? "none"),
    });
  });

  it("that no run knows are work done before a new run", async () => {
    const { message } = await suspended("Oslo");
    const calls = (message.tool_calls ?? []).map((call) => ({ ...call, id: `call_${"0".repeat(20)}_1_1` }));
    world.replies.push({ text: "From the history." });
    const answer = await ask([question, { ...message, tool_calls: calls }, ...results(calls, "minus 3")]);
    expect(answer.choices[0]?.message.content).toBe("From the history.");
    expect(JSON.stringify(world.model.calls.at(-1)?.prompt)).toContain("minus 3");
  });

  it("of earlier turns are history", async () => {
    const { message, calls } = await suspended("Oslo");
    world.replies.push({ text: "And now?" });
    await ask([question, message, ...results(calls, "minus 3"), { role: "user", content: "And in Rome?" }]);
    const prompt = JSON.stringify(world.model.calls.at(-1)?.prompt);
    expect(prompt).toContain("minus 3");
    expect(prompt).toContain("And in Rome?");
  });

  it("are chosen as the client says", async () => {
    world.replies.push({ text: "No." });
    await ask([question], { tool_choice: "none" });
    expect(world.model.calls.at(-1)?.tools?.map((tool) => tool.name) ?? []).not.toContain("weather");
    world.replies.push(wanting("Oslo"));
    await ask([question], { tool_choice: { type: "function", function: { name: "weather" } } });
    expect(world.model.calls.at(-1)?.toolChoice).toEqual({ type: "tool", toolName: "weather" });
    world.replies.push(wanting("Oslo", "Rome"));
    const one = await ask([question], { tool_choice: "required", parallel_tool_calls: false });
    expect(world.model.calls.at(-1)?.toolChoice).toEqual({ type: "required" });
    expect(one.choices[0]?.message.tool_calls).toHaveLength(1);
    await expect(
      ask([question], { tool_choice: { type: "function", function: { name: "wether" } } }),
    ).rejects.toMatchObject({ status: 400, message: expect.stringContaining("wether") });
  });
});
