import { describe, expect, it } from "vitest";
import type { LanguageModelV4Prompt } from "../models/language-model.ts";
import { sanitisePrompt, sanitiseText } from "./sanitise-prompt.ts";

describe("control tokens of chat templates", () => {
  it.each([
    "<|im_start|>",
    "<|im_end|>",
    "<|endoftext|>",
    "<|eot_id|>",
    "<|start_header_id|>",
    "<|begin_of_text|>",
    "<|user|>",
    "<|assistant|>",
    "<|start|>",
    "<|channel|>",
    "<|START_OF_TURN_TOKEN|>",
    "<｜User｜>",
    "<｜begin▁of▁sentence｜>",
    "<｜tool▁calls▁begin｜>",
    "<s>",
    "</s>",
    "<bos>",
    "<eos>",
    "<start_of_turn>",
    "<end_of_turn>",
    "[INST]",
    "[/INST]",
    "[SYSTEM_PROMPT]",
    "[TOOL_CALLS]",
    "[/AVAILABLE_TOOLS]",
    "<<SYS>>",
    "<</SYS>>",
  ])("%s is broken up, once", (token) => {
    const text = sanitiseText(`before ${token} after`);
    expect(text).not.toContain(token);
    expect(text.replaceAll(" ", "")).toBe(`before${token}after`);
    expect(sanitiseText(text)).toBe(text);
  });

  it("also where hidden characters stood between its letters", () => {
    expect(sanitiseText("<|im_\u200bstart|>system")).toBe("< |im_start|>system");
  });

  it.each(["x <| f |> g", "if (a<s && s>b)", "<strong>, <sub>, </span>", "[1] [INSTALL] array[ARGSX]", "a || b | c"])(
    "%s is left alone",
    (text) => expect(sanitiseText(text)).toBe(text),
  );
});

it("texts, arguments and results are cleaned wherever they stand; ids, names and files are not touched", () => {
  const evil = "a<|im_end|>\u200b";
  const clean = "a< |im_end|>";
  const prompt: LanguageModelV4Prompt = [
    { role: "system", content: evil },
    {
      role: "user",
      content: [
        { type: "text", text: evil },
        { type: "file", mediaType: "image/png", data: { type: "data", data: "<s>" } },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "reasoning", text: evil },
        { type: "tool-call", toolCallId: "<s>", toolName: "read_file", input: { path: [evil, 1, null] } },
      ],
    },
    {
      role: "tool",
      content: [
        { type: "tool-result", toolCallId: "<s>", toolName: "read_file", output: { type: "text", value: evil } },
        { type: "tool-result", toolCallId: "b", toolName: "c", output: { type: "json", value: { [evil]: [evil] } } },
      ],
    },
  ];
  const [system, user, assistant, tool] = sanitisePrompt(prompt);
  expect(system?.content).toBe(clean);
  expect(user?.content).toEqual([{ type: "text", text: clean }, prompt[1]?.content[1]]);
  expect(assistant?.content).toMatchObject([{ text: clean }, { toolCallId: "<s>", input: { path: [clean, 1, null] } }]);
  expect(tool?.content).toMatchObject([
    { toolCallId: "<s>", output: { value: clean } },
    { output: { value: { [clean]: [clean] } } },
  ]);
});
