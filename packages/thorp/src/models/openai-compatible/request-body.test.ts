import { describe, expect, test } from "vitest";
import type { LanguageModelV4CallOptions } from "../language-model.ts";
import { type DialectName, dialectNames, dialects } from "./dialects.ts";
import { requestBody } from "./request-body.ts";
import { isStrictSchema } from "./strict-schema.ts";

const prompt: LanguageModelV4CallOptions["prompt"] = [{ role: "user", content: [{ type: "text", text: "Hi" }] }];

/** What goes over the wire: undefined fields gone. */
function sent(
  options: Partial<LanguageModelV4CallOptions>,
  dialect: DialectName = "openai",
  provider: string = dialect,
) {
  const { body, warnings } = requestBody({ prompt, ...options }, { dialect: dialects[dialect], provider, model: "m" });
  return { body: JSON.parse(JSON.stringify(body)) as Record<string, unknown>, warnings };
}

describe("the body", () => {
  test("holds no more than it must", () => {
    expect(sent({}, "openrouter").body).toEqual({
      model: "m",
      stream: true,
      messages: [{ role: "user", content: "Hi" }],
    });
    expect(sent({}, "openai").body["stream_options"]).toEqual({ include_usage: true });
  });

  test("carries the settings under the names of the dialect", () => {
    const settings = {
      maxOutputTokens: 9,
      temperature: 0,
      topP: 0.5,
      topK: 4,
      seed: 7,
      presencePenalty: 1,
      frequencyPenalty: 2,
      stopSequences: ["x"],
    };
    expect(sent(settings, "vllm").body).toMatchObject({
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      top_k: 4,
      seed: 7,
      presence_penalty: 1,
      frequency_penalty: 2,
      stop: ["x"],
    });
    const { body, warnings } = sent(settings, "openai");
    expect(body).toMatchObject({ max_completion_tokens: 9 });
    expect(body).not.toHaveProperty("max_tokens");
    expect(body).not.toHaveProperty("top_k");
    expect(warnings).toEqual([{ type: "unsupported", feature: "topK", details: "openai does not take it" }]);
  });

  test.each<[DialectName, unknown]>([
    ["openai", { reasoning_effort: "low" }],
    ["litellm", { reasoning_effort: "low" }],
    ["openrouter", { reasoning: { effort: "low" } }],
    ["vllm", { chat_template_kwargs: { enable_thinking: true } }],
    ["llama-server", { chat_template_kwargs: { enable_thinking: true } }],
  ])("puts an effort as %s wants it", (dialect, expected) => {
    expect(sent({ reasoning: "low" }, dialect).body).toMatchObject(expected as object);
    expect(JSON.stringify(sent({ reasoning: "provider-default" }, dialect).body)).not.toMatch(/reason|thinking/);
  });

  test("switches thinking off where that is a switch", () => {
    expect(sent({ reasoning: "none" }, "vllm").body).toMatchObject({
      chat_template_kwargs: { enable_thinking: false },
    });
    expect(sent({ reasoning: "max" }, "openai").body).toMatchObject({ reasoning_effort: "xhigh" });
  });

  test("takes over the provider's own options, and nobody else's", () => {
    const providerOptions = {
      openrouter: { models: ["a", "b"] },
      thorp: { secret: true },
      mine: { x: 1 },
      other: { y: 1 },
    };
    expect(sent({ providerOptions }, "openrouter", "mine").body).toMatchObject({ models: ["a", "b"], x: 1 });
    expect(JSON.stringify(sent({ providerOptions }, "openrouter", "mine").body)).not.toMatch(/secret|"y"/);
  });

  test("asks llama-server to keep the prompt, unless told otherwise", () => {
    expect(sent({}, "llama-server").body["cache_prompt"]).toBe(true);
    expect(
      sent({ providerOptions: { "llama-server": { cache_prompt: false } } }, "llama-server").body["cache_prompt"],
    ).toBe(false);
  });
});

describe("tools", () => {
  const tools: LanguageModelV4CallOptions["tools"] = [
    { type: "function", name: "f", description: "F.", inputSchema: { type: "object" }, strict: true },
    { type: "provider", id: "x.search", name: "search", args: {} },
  ];

  test("are functions; others are told of", () => {
    const { body, warnings } = sent({ tools });
    expect(body["tools"]).toEqual([
      { type: "function", function: { name: "f", description: "F.", parameters: { type: "object" }, strict: true } },
    ]);
    expect(warnings[0]).toMatchObject({ feature: "tool x.search" });
    expect(JSON.stringify(sent({ tools }, "vllm").body)).not.toContain("strict");
  });

  test.each([
    [{ type: "auto" as const }, undefined],
    [{ type: "none" as const }, "none"],
    [{ type: "required" as const }, "required"],
    [
      { type: "tool" as const, toolName: "f" },
      { type: "function", function: { name: "f" } },
    ],
  ])("are chosen by %j", (toolChoice, expected) => {
    expect(sent({ tools, toolChoice }).body["tool_choice"]).toEqual(expected);
  });

  test("leave no trace when there are none", () => {
    expect(sent({ tools: [], toolChoice: { type: "required" } }).body).not.toHaveProperty("tool_choice");
    expect(sent({ tools: tools.slice(1), toolChoice: { type: "required" } }).body).not.toHaveProperty("tool_choice");
  });
});

describe("structured answers", () => {
  const open = { type: "object" as const, properties: { a: { type: "number" as const } } };
  const closed = { ...open, required: ["a"], additionalProperties: false as const };

  test("are held to their schema, strictly where it allows that", () => {
    const format = (schema: typeof open | typeof closed, dialect: DialectName) =>
      (
        sent({ responseFormat: { type: "json", schema } }, dialect).body["response_format"] as {
          json_schema: Record<string, unknown>;
        }
      ).json_schema;
    expect(format(closed, "openai")).toMatchObject({ name: "answer", strict: true, schema: closed });
    expect(format(open, "openai")).toMatchObject({ strict: false });
    expect(format(closed, "llama-server")).not.toHaveProperty("strict");
  });

  test("without a schema are JSON", () => {
    expect(sent({ responseFormat: { type: "json" } }).body["response_format"]).toEqual({ type: "json_object" });
    expect(sent({ responseFormat: { type: "text" } }).body).not.toHaveProperty("response_format");
  });

  test.each<[boolean, unknown]>([
    [true, { type: "string" }],
    [true, closed],
    [false, open],
    [false, { ...closed, required: [] }],
    [false, { ...closed, properties: { a: open }, required: ["a"] }],
    [false, { type: "array", items: open }],
    [false, { anyOf: [closed, open] }],
    [false, { $ref: "#/$defs/x", $defs: { x: open } }],
    [
      true,
      {
        type: "object",
        properties: { properties: { type: "string" } },
        required: ["properties"],
        additionalProperties: false,
      },
    ],
    [true, { enum: [{ properties: 1 }] }],
  ])("strict is %s for %j", (expected, schema) => {
    expect(isStrictSchema(schema)).toBe(expected);
  });
});

test("every dialect makes a body of every option at once", () => {
  for (const dialect of dialectNames) {
    const { body } = sent(
      { reasoning: "high", maxOutputTokens: 1, topK: 1, responseFormat: { type: "json" } },
      dialect,
    );
    expect(body["messages"]).toHaveLength(1);
  }
});
