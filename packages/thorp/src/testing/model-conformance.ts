/**
 * What Thorp expects of a language model, as a plain list of checks over any `LanguageModelV4` that speaks to the
 * scripted server. The adapters of the product run it; so can the author of another provider.
 */
import assert from "node:assert/strict";
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from "../models/language-model.ts";
import { type ScriptedServer, type ServerReply, startScriptedServer } from "./scripted-server.ts";

/** An implementation of the model seam, and how it wants to be reached. */
export interface ModelUnderTest {
  /** A model whose calls go to the scripted server at this address. */
  create(server: ScriptedServer): LanguageModelV4;
  /** How the server has to put an error in the middle of a stream. */
  readonly protocol: "openai" | "ollama";
}

/** One promise of the model seam; a case starts a server of its own. */
export interface ModelConformanceCase {
  readonly name: string;
  /** Rejects with an AssertionError that says what was expected. */
  run(subject: ModelUnderTest): Promise<void>;
}

type Part = LanguageModelV4StreamPart;
type PartOf<Type extends Part["type"]> = Extract<Part, { type: Type }>;

const WORDS = ["Hello", ", wörld ", "你好", " 🎉", " done."];
const TEXT = WORDS.join("");
const TOOLS: LanguageModelV4CallOptions["tools"] = [
  {
    type: "function",
    name: "lookup",
    description: "Looks a word up.",
    inputSchema: {
      type: "object",
      properties: { query: { type: "string" } },
      required: ["query"],
      additionalProperties: false,
    },
  },
];

function check(name: string, reply: ServerReply, test: (at: Scene) => Promise<void>): ModelConformanceCase {
  return {
    name,
    async run(subject) {
      await using server = await startScriptedServer({ script: () => reply });
      await test({ server, model: subject.create(server), subject });
    },
  };
}

interface Scene {
  readonly server: ScriptedServer;
  readonly model: LanguageModelV4;
  readonly subject: ModelUnderTest;
}

const streaming: readonly ModelConformanceCase[] = [
  check("streams text as one block, with finish last", { text: WORDS }, async ({ model }) => {
    const parts = await partsOf(model, asking("Say hello."));
    assert.equal(parts[0]?.type, "stream-start");
    assert.equal(textOf(parts), TEXT);
    assert.equal(parts.filter((part) => part.type === "text-start").length, 1);
    assert.equal(parts.filter((part) => part.type === "text-end").length, 1);
    assert.equal(parts.at(-1)?.type, "finish");
    assert.equal(finishOf(parts).finishReason.unified, "stop");
  }),
  check("reads characters torn apart by the network", { text: WORDS, splitEvery: 1 }, async ({ model }) => {
    assert.equal(textOf(await partsOf(model, asking("Say hello."))), TEXT);
  }),
  check(
    "streams reasoning before text, in blocks of their own",
    { reasoning: ["Let me ", "think."], text: "Four." },
    async ({ model }) => {
      const parts = await partsOf(model, asking("2 + 2?"));
      const thoughts = parts.filter((part) => part.type === "reasoning-delta").map((part) => part.delta);
      assert.equal(thoughts.join(""), "Let me think.");
      assert.equal(textOf(parts), "Four.");
      assert.ok(
        parts.findIndex((part) => part.type === "reasoning-end") <
          parts.findIndex((part) => part.type === "text-start"),
      );
    },
  ),
  check("counts tokens", { text: "Hi.", usage: { input: 12, output: 3 } }, async ({ model }) => {
    const { usage } = finishOf(await partsOf(model, asking("Hi")));
    assert.equal(usage.inputTokens.total, 12);
    assert.equal(usage.outputTokens.total, 3);
  }),
  check("leaves counts undefined that were not sent", { text: "Hi.", usage: "missing" }, async ({ model }) => {
    const { usage } = finishOf(await partsOf(model, asking("Hi")));
    assert.equal(usage.inputTokens.total, undefined);
    assert.equal(usage.outputTokens.total, undefined);
  }),
  check("says when an answer was cut by its length", { text: "Once upon", finish: "length" }, async ({ model }) => {
    assert.equal(finishOf(await partsOf(model, asking("A story"))).finishReason.unified, "length");
  }),
  check(
    "gives the same answer in one piece",
    { text: WORDS, toolCalls: [{ name: "lookup", input: { query: "x" } }] },
    async ({ model }) => {
      const { content, finishReason } = await model.doGenerate({ ...asking("Hi"), tools: TOOLS });
      assert.deepEqual(content.find((part) => part.type === "text")?.text, TEXT);
      assert.deepEqual(JSON.parse(content.find((part) => part.type === "tool-call")?.input ?? "null"), { query: "x" });
      assert.equal(finishReason.unified, "tool-calls");
    },
  ),
];

const calling: readonly ModelConformanceCase[] = [
  check(
    "hands on tool calls in order, with ids of their own",
    {
      text: "Looking.",
      toolCalls: [
        { name: "lookup", input: { query: "a" } },
        { name: "lookup", input: { query: "b" } },
      ],
    },
    async ({ model }) => {
      const parts = await partsOf(model, { ...asking("Look up a and b."), tools: TOOLS });
      const calls = parts.filter((part) => part.type === "tool-call");
      assert.deepEqual(
        calls.map((call) => JSON.parse(call.input)),
        [{ query: "a" }, { query: "b" }],
      );
      assert.ok(calls.every((call) => call.toolName === "lookup" && call.toolCallId !== ""));
      assert.notEqual(calls[0]?.toolCallId, calls[1]?.toolCallId);
      assert.equal(finishOf(parts).finishReason.unified, "tool-calls");
      for (const call of calls) {
        const start = parts.findIndex((part) => part.type === "tool-input-start" && part.id === call.toolCallId);
        assert.ok(start >= 0 && start < parts.indexOf(call), "tool-input-start comes before tool-call");
      }
    },
  ),
  check("takes empty arguments for an empty object", { toolCalls: [{ name: "now", input: {} }] }, async ({ model }) => {
    const parts = await partsOf(model, { ...asking("What time is it?"), tools: TOOLS });
    assert.deepEqual(JSON.parse(parts.find((part) => part.type === "tool-call")?.input ?? "null"), {});
  }),
  check(
    "carries arguments of ten megabytes",
    { toolCalls: [{ name: "write", input: { text: "x".repeat(10_000_000) } }] },
    async ({ model }) => {
      const parts = await partsOf(model, { ...asking("Write."), tools: TOOLS });
      assert.equal(JSON.parse(parts.find((part) => part.type === "tool-call")?.input ?? "{}").text?.length, 10_000_000);
    },
  ),
  check("sends the conversation, the tools and the settings", { text: "ok" }, async ({ model, server }) => {
    await partsOf(model, {
      prompt: [
        { role: "system", content: "Be brief." },
        { role: "user", content: [{ type: "text", text: "Look up tea." }] },
        {
          role: "assistant",
          content: [{ type: "tool-call", toolCallId: "c1", toolName: "lookup", input: { query: "tea" } }],
        },
        {
          role: "tool",
          content: [
            { type: "tool-result", toolCallId: "c1", toolName: "lookup", output: { type: "text", value: "A plant." } },
          ],
        },
      ],
      tools: TOOLS,
      temperature: 0.25,
      maxOutputTokens: 77,
    });
    const body = server.requests[0]?.body ?? {};
    const messages = body["messages"] as { role: string; content: unknown }[];
    assert.deepEqual(
      messages.map((message) => message.role),
      ["system", "user", "assistant", "tool"],
    );
    assert.match(JSON.stringify(messages[1]?.content), /Look up tea\./);
    assert.equal(messages[3]?.content, "A plant.");
    const sent = JSON.stringify(body);
    for (const fragment of ['"name":"lookup"', '"temperature":0.25', ":77"])
      assert.ok(sent.includes(fragment), `the request holds ${fragment}`);
  }),
  check("sends the schema of a structured answer", { text: '{"n":1}' }, async ({ model, server }) => {
    const schema = { type: "object" as const, properties: { uncommon: { type: "number" as const } } };
    await partsOf(model, { ...asking("A number."), responseFormat: { type: "json", schema } });
    assert.match(JSON.stringify(server.requests[0]?.body), /"uncommon"/);
  }),
  check("keeps what is meant for Thorp off the wire", { text: "ok" }, async ({ model, server }) => {
    await partsOf(model, { ...asking("Hi"), providerOptions: { thorp: { brief: { request: "kept-at-home" } } } });
    assert.ok(!JSON.stringify(server.requests[0]?.body).includes("kept-at-home"));
  }),
];

const failing: readonly ModelConformanceCase[] = [
  check(
    "rejects when the server refuses",
    { status: 400, body: '{"error":{"message":"no such parameter"}}' },
    async ({ model }) => {
      await assert.rejects(async () => model.doStream(asking("Hi")), /no such parameter/);
    },
  ),
  check(
    "ends a broken stream with an error part and finish, without rejecting",
    { text: WORDS, cutAfterBytes: 400 },
    async ({ model }) => {
      const parts = await partsOf(model, asking("Hi"));
      assert.ok(parts.some((part) => part.type === "error"));
      assert.equal(parts.at(-1)?.type, "finish");
      assert.notEqual(finishOf(parts).finishReason.unified, "stop");
    },
  ),
  check("tells a stream that just stops from a complete one", { text: WORDS, breakAfter: 2 }, async ({ model }) => {
    const parts = await partsOf(model, asking("Hi"));
    assert.ok(parts.some((part) => part.type === "error"));
    assert.notEqual(finishOf(parts).finishReason.unified, "stop");
  }),
  {
    name: "passes on an error in the middle of a stream",
    async run(subject) {
      const [piece, error] =
        subject.protocol === "openai"
          ? [
              'data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}\n\n',
              'data: {"error":{"message":"upstream is overloaded","code":502}}\n\n',
            ]
          : ['{"message":{"role":"assistant","content":"Hel"},"done":false}\n', '{"error":"upstream is overloaded"}\n'];
      await check("", { body: piece + error }, async ({ model }) => {
        const parts = await partsOf(model, asking("Hi"));
        assert.equal(textOf(parts), "Hel");
        const part = parts.find((candidate) => candidate.type === "error");
        assert.match(part?.error instanceof Error ? part.error.message : JSON.stringify(part?.error), /overloaded/);
        assert.notEqual(finishOf(parts).finishReason.unified, "stop");
      }).run(subject);
    },
  },
  check("rejects a call that is already cancelled", { text: "Hi." }, async ({ model, server }) => {
    await assert.rejects(async () => model.doStream({ ...asking("Hi"), abortSignal: AbortSignal.abort() }));
    assert.equal(server.requests.length, 0);
  }),
  check(
    "closes the connection and ends the stream when cancelled half-way",
    { text: WORDS, betweenMs: 20, hang: "end" },
    async ({ model, server }) => {
      const controller = new AbortController();
      const { stream } = await model.doStream({ ...asking("Hi"), abortSignal: controller.signal });
      const parts: Part[] = [];
      for await (const part of stream) {
        parts.push(part);
        if (part.type === "text-delta") controller.abort();
      }
      assert.ok(parts.some((part) => part.type === "error"));
      assert.equal(parts.at(-1)?.type, "finish");
      await until(() => server.abandoned > 0);
    },
  ),
  check(
    "closes the connection when the stream is no longer read",
    { text: WORDS, hang: "end" },
    async ({ model, server }) => {
      const { stream } = await model.doStream(asking("Hi"));
      const reader = stream.getReader();
      await reader.read();
      await reader.cancel();
      await until(() => server.abandoned > 0);
    },
  ),
];

/** Run each in a test of its own; they start their own servers and share nothing. */
export const modelConformance: readonly ModelConformanceCase[] = [...streaming, ...calling, ...failing];

function asking(text: string): LanguageModelV4CallOptions {
  return { prompt: [{ role: "user", content: [{ type: "text", text }] }] };
}

async function partsOf(model: LanguageModelV4, options: LanguageModelV4CallOptions): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const { stream } = await model.doStream(options);
  for await (const part of stream) parts.push(part);
  return parts;
}

function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === "text-delta" ? part.delta : "")).join("");
}

function finishOf(parts: readonly Part[]): PartOf<"finish"> {
  const last = parts.at(-1);
  assert.equal(last?.type, "finish", "the last part is finish");
  return last;
}

/** The server hears of a closed connection a moment later. */
async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(condition(), "the connection was closed");
}
