import { describe, expect, test } from "vitest";
import type { LanguageModelV4Message, LanguageModelV4Prompt } from "../language-model.ts";
import { dialects } from "./dialects.ts";
import { messagesBody } from "./message-body.ts";

const sent = (prompt: LanguageModelV4Prompt, dialect = dialects.openai) =>
  JSON.parse(JSON.stringify(messagesBody(prompt, dialect, "test/m"))) as unknown[];
type UserContent = Extract<LanguageModelV4Message, { role: "user" }>["content"];
const user = (...content: UserContent): LanguageModelV4Prompt => [{ role: "user", content }];
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]);

describe("what the person says", () => {
  test("is plain text where it is one text", () => {
    expect(sent(user({ type: "text", text: "Hi" }))).toEqual([{ role: "user", content: "Hi" }]);
  });

  test("is a list with pictures, sound and documents", () => {
    const [message] = sent(
      user(
        { type: "text", text: "Look." },
        { type: "file", mediaType: "image/png", data: { type: "data", data: PNG } },
        { type: "file", mediaType: "image/*", data: { type: "data", data: "/9j/4AAQ" } },
        { type: "file", mediaType: "image/webp", data: { type: "url", url: new URL("https://example.org/a.webp") } },
        { type: "file", mediaType: "audio/wav", data: { type: "data", data: "AAAA" } },
        { type: "file", mediaType: "application/pdf", filename: "a.pdf", data: { type: "data", data: "JVBE" } },
        { type: "file", mediaType: "text/csv", data: { type: "data", data: Buffer.from("a,b") } },
        { type: "file", mediaType: "text", data: { type: "text", text: "note" } },
      ),
    ) as [{ content: unknown }];
    expect(message.content).toEqual([
      { type: "text", text: "Look." },
      { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0K" } },
      { type: "image_url", image_url: { url: "data:image/jpeg;base64,/9j/4AAQ" } },
      { type: "image_url", image_url: { url: "https://example.org/a.webp" } },
      { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
      { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBE" } },
      { type: "text", text: "a,b" },
      { type: "text", text: "note" },
    ]);
  });

  test.each([
    {
      type: "file" as const,
      mediaType: "application/zip",
      filename: "a.zip",
      data: { type: "data" as const, data: "AAAA" },
    },
    {
      type: "file" as const,
      mediaType: "image/png",
      filename: "a.zip",
      data: { type: "reference" as const, reference: { other: "f1" } },
    },
  ])("is refused where it cannot be sent, by name", (file) => {
    expect(() => sent(user(file))).toThrow(
      expect.objectContaining({ code: "input-invalid", message: "test/m cannot be sent a.zip" }),
    );
  });
});

describe("what the model said", () => {
  const said = (input: unknown) =>
    sent([{ role: "assistant", content: [{ type: "tool-call", toolCallId: "a", toolName: "f", input }] }]) as [
      { content: unknown; tool_calls: [{ function: { arguments: string } }] },
    ];

  test.each([
    [{ x: 1 }, '{"x":1}'],
    ['{"x":1}', '{"x":1}'],
    ["", "{}"],
    [undefined, "{}"],
    [null, "{}"],
    ['{"x":', '{"input":"{\\"x\\":"}'],
    ["tea", '{"input":"tea"}'],
    [[1], '{"input":[1]}'],
    [5, '{"input":5}'],
  ])("has arguments that are always a JSON object: %j", (input, expected) => {
    expect(said(input)[0].tool_calls[0].function.arguments).toBe(expected);
    expect(said(input)[0].content).toBeNull();
  });

  test("carries thoughts back only where the server wants them", () => {
    const prompt: LanguageModelV4Prompt = [
      {
        role: "assistant",
        content: [
          { type: "reasoning", text: "hm" },
          { type: "text", text: "yes" },
        ],
      },
    ];
    expect(sent(prompt)).toEqual([{ role: "assistant", content: "yes" }]);
    expect(sent(prompt, dialects.openrouter)).toEqual([{ role: "assistant", content: "yes", reasoning: "hm" }]);
    expect(sent(prompt, dialects.vllm)).toEqual([{ role: "assistant", content: "yes", reasoning_content: "hm" }]);
  });
});

describe("what the tools said", () => {
  type Output = Extract<
    Extract<LanguageModelV4Message, { role: "tool" }>["content"][number],
    { type: "tool-result" }
  >["output"];
  const result = (output: Output, toolCallId = "a") => ({
    type: "tool-result" as const,
    toolCallId,
    toolName: "f",
    output,
  });

  test.each<[Output, string]>([
    [{ type: "text", value: "A" }, "A"],
    [{ type: "json", value: { a: 1 } }, '{"a":1}'],
    [{ type: "error-text", value: "no" }, "Error: no"],
    [{ type: "error-json", value: { a: 1 } }, 'Error: {"a":1}'],
    [{ type: "execution-denied", reason: "not now" }, "Denied: not now"],
    [{ type: "execution-denied" }, "Denied: the call was not allowed"],
    [{ type: "content", value: [{ type: "text", text: "A" }, { type: "custom" }] }, "A"],
  ])("is text: %j", (output, content) => {
    expect(sent([{ role: "tool", content: [result(output)] }])).toEqual([{ role: "tool", tool_call_id: "a", content }]);
  });

  test("is followed by its pictures, after all results of the turn", () => {
    const picture: Output = {
      type: "content",
      value: [
        { type: "text", text: "Here: " },
        { type: "file", mediaType: "image/png", filename: "p.png", data: { type: "data", data: PNG } },
      ],
    };
    expect(sent([{ role: "tool", content: [result(picture), result({ type: "text", value: "B" }, "b")] }])).toEqual([
      { role: "tool", tool_call_id: "a", content: "Here: [p.png]" },
      { role: "tool", tool_call_id: "b", content: "B" },
      {
        role: "user",
        content: [
          { type: "text", text: "From the result of f:" },
          { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0K" } },
        ],
      },
    ]);
  });

  test("leaves out answers to approvals, which the protocol does not know", () => {
    expect(
      sent([{ role: "tool", content: [{ type: "tool-approval-response", approvalId: "x", approved: true }] }]),
    ).toEqual([]);
  });
});
