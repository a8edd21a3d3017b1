/**
 * One call in every form that public parsers of model servers know (vLLM, llama.cpp, mlx-lm) and that models were
 * trained to write. A server that lacks the parser of its model hands these on as text.
 */
import { expect, it } from "vitest";
import { makeOf, showsCall } from "./measure.ts";

it.each([
  ["hermes, qwen 2.5", '<tool_call>\n{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}\n</tool_call>'],
  ["qwen 2.5 coder", '<tools>\n{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}\n</tools>'],
  [
    "qwen 3 coder",
    "<tool_call>\n<function=read_file>\n<parameter=path>\na.md\n</parameter>\n<parameter=toLine>\n9\n</parameter>\n</function>\n</tool_call>",
  ],
  [
    "seed-oss",
    "<seed:tool_call>\n<function=read_file>\n<parameter=path>a.md</parameter>\n<parameter=toLine>9</parameter>\n</function>\n</seed:tool_call>",
  ],
  ["llama 3", '<|python_tag|>{"name": "read_file", "parameters": {"path": "a.md", "toLine": 9}}'],
  ["llama 4", '[read_file(path="a.md", toLine=9)]'],
  ["lfm2", '<|tool_call_start|>[read_file(path="a.md", toLine=9)]<|tool_call_end|>'],
  ["olmo 3", '<function_calls>\nread_file(path="a.md", toLine=9)\n</function_calls>'],
  ["mistral", '[TOOL_CALLS][{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}]'],
  ["mistral 11", '[TOOL_CALLS]read_file[ARGS]{"path": "a.md", "toLine": 9}'],
  ["granite", '<|tool_call|>[{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}]'],
  ["granite 20b", '<function_call> {"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}'],
  ["phi 4 mini", 'functools[{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}]'],
  [
    "phi 4 mini, as its card says",
    '<|tool_calls|>[{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}]<|/tool_calls|>',
  ],
  [
    "internlm",
    '<|action_start|><|plugin|>\n{"name": "read_file", "parameters": {"path": "a.md", "toLine": 9}}<|action_end|>',
  ],
  ["internlm, flat", '<tool>{"name": "read_file", "path": "a.md", "toLine": 9}</tool>'],
  ["hunyuan, jamba", '<tool_calls>[{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}]</tool_calls>'],
  ["xlam", '[{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}]'],
  [
    "longcat",
    '<longcat_tool_call>\n{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}\n</longcat_tool_call>',
  ],
  [
    "glm 4.5",
    "<tool_call>read_file\n<arg_key>path</arg_key>\n<arg_value>a.md</arg_value>\n<arg_key>toLine</arg_key>\n<arg_value>9</arg_value>\n</tool_call>",
  ],
  [
    "glm, its marks lost",
    "read_file\n<arg_key>path</arg_key>\n<arg_value>a.md</arg_value>\n<arg_key>toLine</arg_key>\n<arg_value>9</arg_value>",
  ],
  [
    "minimax",
    '<minimax:tool_call>\n<invoke name="read_file">\n<parameter name="path">a.md</parameter>\n<parameter name="toLine">9</parameter>\n</invoke>\n</minimax:tool_call>',
  ],
  [
    "kimi",
    '<|tool_calls_section_begin|><|tool_call_begin|>functions.read_file:0<|tool_call_argument_begin|>{"path": "a.md", "toLine": 9}<|tool_call_end|><|tool_calls_section_end|>',
  ],
  [
    "deepseek 3",
    '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>read_file\n```json\n{"path": "a.md", "toLine": 9}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
  ],
  [
    "deepseek 3.1",
    '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>read_file<｜tool▁sep｜>{"path": "a.md", "toLine": 9}<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
  ],
  ["gemma 3", '```tool_code\nread_file(path="a.md", toLine=9)\n```'],
  ["functiongemma", "<start_function_call>call:read_file{path:<escape>a.md<escape>,toLine:9}<end_function_call>"],
  [
    "gpt-oss",
    '<|channel|>commentary to=functions.read_file <|constrain|>json<|message|>{"path": "a.md", "toLine": 9}<|call|>',
  ],
  [
    "command r",
    'Action: ```json\n[\n  {"tool_name": "read_file", "parameters": {"path": "a.md", "toLine": 9}}\n]\n```',
  ],
  [
    "lm studio",
    '[TOOL_REQUEST]\n{"name": "read_file", "arguments": {"path": "a.md", "toLine": 9}}\n[END_TOOL_REQUEST]',
  ],
  ["lm studio, name outside", '[TOOL_REQUEST]\nread_file {"path": "a.md", "toLine": 9}\n[TOOL_REQUEST_END]'],
  ["bitnet", '<tool_call>read_file(path="a.md", toLine=9)</tool_call>'],
  [
    "a fence of its own",
    '```toolcall\n{"tool_name": "read_file", "arguments": {"path": "a.md", "toLine": 9}, "id": "c1"}\n```',
  ],
  ["react", 'Action: read_file\nAction Input: {"path": "a.md", "toLine": 9}'],
  ["cline and its kin", "<read_file>\n<path>a.md</path>\n<toLine>9</toLine>\n</read_file>"],
])("%s", (_family, text) => {
  const means = [{ tool: "read_file", input: { path: "a.md", toLine: 9 } }];
  const made = makeOf({ id: "f", model: "any", kind: "form", text, means });
  expect(made.calls.map(({ tool, input }) => ({ tool, input }))).toEqual(means);
  expect(showsCall({ id: "f", model: "any", kind: "form", text, means }, made.live)).toBe(false);
});
