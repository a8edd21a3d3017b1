/** Models that write nonsense, too much, or only half of what they wanted to say. */
import { describe, expect, it } from "vitest";
import type { ServerReply } from "../../src/testing/scripted-server.ts";
import { createHastyClock } from "./hasty-clock.ts";
import { rawToolCall } from "./raw-tool-call.ts";
import { hasToolResult, openBench, serve } from "./test-bench.ts";

describe("a tool call", () => {
  const bad: readonly (readonly [string, string, string, RegExp])[] = [
    [
      "with arguments of 10 MB",
      JSON.stringify({ query: "x".repeat(10 << 20) }),
      "input-too-large",
      /more than 1000000 characters/,
    ],
    ["that is prose", "please look up item one", "tool-input", /not JSON: please look up/],
    ["with the wrong types", '{"query": {"a": 1}}', "tool-input", /query: /],
    ["without what it needs", "{}", "tool-input", /query: /],
    ["that is a list", "[1, 2]", "tool-input", /do not fit/],
    ["nested 50,000 deep", "[".repeat(50_000), "tool-input", /not JSON|do not fit/],
  ];

  it.each(bad)("%s goes back to the model, which then answers", async (_name, text, code, message) => {
    const { catalogue, server } = await serve((request) =>
      hasToolResult(request) ? { text: "It did not work." } : rawToolCall("slow_lookup", text),
    );
    const bench = await openBench({ catalogues: [catalogue], team: "desk" });
    const told = await bench.ask("Look up item one.");
    expect(told).toMatchObject({ end: { state: "done" }, text: "It did not work." });
    const body = server.requests.findLast((request) => request.method === "POST")?.body ?? {};
    const messages = body["messages"] as readonly { role: string; content: string }[];
    expect(messages.find((entry) => entry.role === "tool")?.content, code).toMatch(message);
    expect(JSON.stringify(body).length, "what was broken is not sent back").toBeLessThan(100_000);
    expect(JSON.stringify(told.events).length, "nor kept beyond what a tool may take").toBeLessThan(1_200_000);
    await bench.goesOn();
  });

  const mended: readonly (readonly [string, string])[] = [
    ["with single quotes and a trailing comma", "{'query': 'item one',}"],
    ["cut off", '{"query": "item one'],
    ["in a code fence", '```json\n{"query": "item one"}\n```'],
    ["written as JSON in a string", JSON.stringify('{"query": "item one"}')],
    ["with words behind it", '{"query": "item one"} I hope this helps.'],
  ];

  it.each(mended)("%s is repaired and carried out", async (_name, text) => {
    const { catalogue, server } = await serve((request) =>
      hasToolResult(request) ? { text: "Found." } : rawToolCall("slow_lookup", text),
    );
    const bench = await openBench({ catalogues: [catalogue], team: "desk" });
    const told = await bench.ask("Look up item one.");
    expect(told).toMatchObject({ end: { state: "done" }, text: "Found." });
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain("DATA for item one");
    await bench.goesOn();
  });

  it("of a tool whose name is misspelt is carried out", async () => {
    const { catalogue, server } = await serve((request) =>
      hasToolResult(request) ? { text: "Found." } : { toolCalls: [{ name: "slow_lokup", input: { query: "x" } }] },
    );
    const bench = await openBench({ catalogues: [catalogue], team: "desk" });
    const told = await bench.ask("Look up item one.");
    expect(told).toMatchObject({ end: { state: "done" }, text: "Found." });
    const sent = JSON.stringify(server.requests.at(-1)?.body);
    expect(sent).toContain("DATA for x");
    expect(sent, "the history has the right name").not.toContain("slow_lokup");
    const { repaired } =
      told
        .all("step-end")
        .flatMap((event) => (event.result as { repaired?: string[] }) ?? [])
        .find((result) => result.repaired) ?? {};
    expect(repaired).toEqual(["the tool was called slow_lokup"]);
    await bench.goesOn();
  });

  it("of a tool that does not exist names the nearest one", async () => {
    const { catalogue, server } = await serve((request) =>
      hasToolResult(request) ? { text: "Then not." } : { toolCalls: [{ name: "slow_locking", input: { query: "x" } }] },
    );
    const bench = await openBench({ catalogues: [catalogue], team: "desk" });
    expect(await bench.ask("Look up item one.")).toMatchObject({ end: { state: "done" }, text: "Then not." });
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain("Did you mean slow_lookup?");
    await bench.goesOn();
  });

  it("that is repeated for ever ends with an answer", async () => {
    const { catalogue, server } = await serve((request) =>
      request.body["tools"] === undefined
        ? { text: "What I have." }
        : { toolCalls: [{ name: "slow_lookup", input: { query: "the same" } }] },
    );
    const bench = await openBench({ catalogues: [catalogue], team: "desk" });
    expect(await bench.ask("Look up item one.")).toMatchObject({ end: { state: "done" }, text: "What I have." });
    expect(server.requests.length).toBeLessThan(10);
    await bench.goesOn();
  });

  it("that differs each time ends at the team's limit of steps", async () => {
    const { catalogue } = await serve((request, call) =>
      request.body["tools"] === undefined
        ? { text: "Enough." }
        : { toolCalls: [{ name: "slow_lookup", input: { query: `item ${call}` } }] },
    );
    const bench = await openBench({ catalogues: [catalogue], team: "desk" });
    const told = await bench.ask("Look up item one.");
    expect(told).toMatchObject({ end: { state: "done" }, text: "Enough." });
    const calls = told.all("step-start").filter((event) => event.call.kind !== "other");
    expect(calls.length).toBeGreaterThan(3);
    expect(calls.length).toBeLessThanOrEqual(6);
    await bench.goesOn();
  });
});

describe("a stream", () => {
  const half: ServerReply = { text: ["The answer ", "is forty", "-two."], breakAfter: 2 };

  it("that stops half-way is asked for again, and the new text is never mixed with the old", async () => {
    const { catalogue } = await serve((_request, call) => (call === 0 ? half : { text: "It is 42." }));
    const bench = await openBench({ catalogues: [catalogue], team: "solo", clock: createHastyClock() });
    const told = await bench.ask("What is it?");
    expect(told).toMatchObject({ end: { state: "done" }, text: "It is 42." });
    expect(told.all("step-fail")).toMatchObject([
      { attempt: 1, text: "The answer is forty", failure: { code: "model-unavailable" } },
    ]);
    expect(told.all("step-end").at(-1)).toMatchObject({ attempt: 2, result: { text: "It is 42." } });
    await bench.goesOn();
  });

  it("that always stops half-way ends the run with what had been said", async () => {
    const clock = createHastyClock();
    const { catalogue, server } = await serve(() => half);
    const bench = await openBench({ catalogues: [catalogue], team: "solo", clock });
    const told = await bench.ask("What is it?");
    expect(told.end).toMatchObject({
      state: "partial",
      failure: {
        code: "model-unavailable",
        message: expect.stringMatching(/near\/one .*before the answer was complete/),
      },
    });
    expect(told.text).toBe("The answer is forty");
    expect(
      server.requests.filter((request) => request.method === "POST"),
      "three tries",
    ).toHaveLength(3);
    clock.skip(120_000);
    await bench.goesOn();
  });

  it.each([
    ["is cut in the middle of a chunk", { text: ["One", "two", "three"], cutAfterBytes: 260 }],
    ["says nothing at all", { body: "" }],
    ["holds a chunk that is no JSON", { body: 'data: {"choices":[{"delta":{"content":"Half' }],
    [
      "reports an error in the middle",
      {
        body: 'data: {"choices":[{"index":0,"delta":{"content":"Half"}}]}\n\ndata: {"error":{"message":"overloaded","code":503}}\n\n',
      },
    ],
  ] satisfies [string, ServerReply][])("that %s is asked for again", async (_name, broken) => {
    const { catalogue } = await serve((_request, call) => (call === 0 ? broken : { text: "Whole." }));
    const bench = await openBench({ catalogues: [catalogue], team: "solo", clock: createHastyClock() });
    const told = await bench.ask("What is it?");
    expect(told).toMatchObject({ end: { state: "done" }, text: "Whole." });
    expect(told.all("step-fail")).toHaveLength(1);
    await bench.goesOn();
  });

  it("without an end is stopped", { timeout: 60_000 }, async () => {
    const chunk = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: "for ever and ".repeat(5000) } }] })}\n\n`;
    const { catalogue } = await serve((_request, call) =>
      call === 0 ? { body: chunk.repeat(300) } : { text: "Short." },
    );
    const bench = await openBench({ catalogues: [catalogue], team: "solo", clock: createHastyClock() });
    const told = await bench.ask("What is it?");
    expect(told).toMatchObject({ end: { state: "done" }, text: "Short." });
    expect(told.all("step-fail")).toMatchObject([
      { failure: { code: "model-output", message: expect.stringMatching(/repeated itself without end/) } },
    ]);
    await bench.goesOn();
  });

  it("without a word, again and again, is no answer", async () => {
    const { catalogue } = await serve(() => ({ text: "" }));
    const bench = await openBench({ catalogues: [catalogue], team: "solo", clock: createHastyClock() });
    const told = await bench.ask("What is it?");
    expect(told.end.state, "nothing was said").toBe("failed");
    expect(told.end.failure?.code).toBe("model-output");
    await bench.goesOn();
  });

  it("in a task that always stops half-way fails the task, and the answer says so", async () => {
    const { catalogue } = await serve((request) => {
      if (request.body["model"] === "hand") return half;
      return { toolCalls: [{ name: "plan", input: { tasks: [{ id: "a", goal: "do a", agent: "hand" }] } }] };
    });
    const clock = createHastyClock();
    const bench = await openBench({ catalogues: [catalogue], team: "crew", clock });
    const told = await bench.ask("Do a.");
    expect(told.end).toMatchObject({ state: "failed", failure: { code: "model-unavailable" } });
    expect(told.text).toMatch(/^Not done: do a \(near\/hand ended the stream/);
    expect(told.all("task-end")).toMatchObject([{ state: "failed", failure: { code: "model-unavailable" } }]);
    expect(
      told.all("step-fail").every((event) => event.text === "The answer is forty"),
      "what was said is kept",
    ).toBe(true);
    clock.skip(120_000);
    await bench.goesOn();
  });
});
