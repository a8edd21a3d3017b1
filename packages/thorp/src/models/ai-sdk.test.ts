import { generateText, isStepCount, streamText, tool } from "ai";
import { expect, it } from "vitest";
import { z } from "zod";
import { createSystemClock } from "../base/clock.ts";
import { createScriptedModel } from "../testing/scripted-model.ts";
import { startScriptedServer } from "../testing/scripted-server.ts";
import { dialects } from "./openai-compatible/dialects.ts";
import { createOpenAiModel } from "./openai-compatible/language-model.ts";
import { createNodeTransport } from "./transport/node-transport.ts";

it("the AI SDK streams from our adapter", async () => {
  await using server = await startScriptedServer({ script: [{ text: ["two ", "words"] }] });
  const node = createNodeTransport();
  const timeouts = { startMs: 5000, idleMs: 5000 };
  const shared = { clock: createSystemClock(), newId: () => "call-1", transport: node.send, timeouts };
  const address = { provider: "scripted", dialect: dialects.openai, url: `${server.url}/v1` };
  const model = createOpenAiModel({ ...shared, ...address }, "scripted");
  const { textStream } = streamText({ model, prompt: "say two words", maxRetries: 0 });
  let text = "";
  for await (const delta of textStream) text += delta;
  expect(text).toBe("two words");
  node.close();
});

it("the AI SDK's tool loop runs over a scripted model", async () => {
  const model = createScriptedModel({
    script: [{ toolCalls: [{ name: "add", input: { a: 2, b: 3 } }] }, { text: "It is 5." }],
  });
  const add = tool({ inputSchema: z.object({ a: z.number(), b: z.number() }), execute: async ({ a, b }) => a + b });
  const { text } = await generateText({
    model,
    prompt: "add",
    tools: { add },
    stopWhen: isStepCount(3),
    maxRetries: 0,
  });
  expect(text).toBe("It is 5.");
  expect(model.calls).toHaveLength(2);
});
