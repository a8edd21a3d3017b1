import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { afterAll, describe, expect, test } from "vitest";
import { createSystemClock } from "../base/clock.ts";
import { createOllamaModel } from "../models/ollama/language-model.ts";
import { dialectNames, dialects } from "../models/openai-compatible/dialects.ts";
import { createOpenAiModel } from "../models/openai-compatible/language-model.ts";
import { createFetchTransport } from "../models/transport/fetch-transport.ts";
import { createNodeTransport } from "../models/transport/node-transport.ts";
import type { Transport } from "../models/transport/transport.ts";
import { type ModelUnderTest, modelConformance } from "./model-conformance.ts";

const node = createNodeTransport();
afterAll(() => node.close());

let made = 0;
const shared = { clock: createSystemClock(), newId: () => `made-${made++}`, timeouts: { startMs: 5000, idleMs: 5000 } };

function openAi(dialect: (typeof dialectNames)[number], transport: Transport): ModelUnderTest {
  return {
    protocol: "openai",
    create: ({ url }) =>
      createOpenAiModel(
        { ...shared, provider: "test", dialect: dialects[dialect], url: `${url}/v1`, transport },
        "scripted",
      ),
  };
}

function ollama(transport: Transport): ModelUnderTest {
  return {
    protocol: "ollama",
    create: ({ url }) =>
      createOllamaModel({ ...shared, provider: "ollama", url, transport }, { model: "scripted", context: 131_072 }),
  };
}

const subjects: Readonly<Record<string, ModelUnderTest>> = {
  ...Object.fromEntries(dialectNames.map((dialect) => [dialect, openAi(dialect, node.send)])),
  "openai over fetch": openAi("openai", createFetchTransport(fetch)),
  ollama: ollama(node.send),
  "ollama over fetch": ollama(createFetchTransport(fetch)),
};

for (const [name, subject] of Object.entries(subjects)) {
  describe(`conformance of ${name}`, () => {
    for (const check of modelConformance) test(check.name, () => check.run(subject));
  });
}

describe("conformance of @ai-sdk/openai-compatible", () => {
  const subject: ModelUnderTest = {
    protocol: "openai",
    create: ({ url }) =>
      createOpenAICompatible({
        name: "test",
        baseURL: `${url}/v1`,
        includeUsage: true,
        supportsStructuredOutputs: true,
      }).chatModel("scripted"),
  };
  // It reads the body by a web stream that rejects when the connection breaks; whoever calls it must expect that.
  const known = new Set([
    "ends a broken stream with an error part and finish, without rejecting",
    "closes the connection and ends the stream when cancelled half-way",
  ]);
  for (const check of modelConformance) {
    test(`${known.has(check.name) ? "is known not to pass" : "passes"}: ${check.name}`, async () => {
      if (known.has(check.name)) await expect(check.run(subject)).rejects.toThrow();
      else await check.run(subject);
    });
  }
});
