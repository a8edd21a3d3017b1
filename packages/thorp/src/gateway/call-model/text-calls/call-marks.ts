/** What models were trained to write before a call. */

/** Any of these marks, in the middle of a text too. */
export const CALL_MARKS =
  /<tool_calls?>|<tool_use>|<tool>(?=\s*\{)|<start_function_call>|<\|tool_call_start\|>|<\|tool_calls_section_begin\|>|<tools>|<\|tool_call>|<\|python_start\|>|<[|｜]tool[_▁]calls?(?:[_▁]begin)?[|｜]>|\[TOOL_CALLS?\]|\[TOOL_REQUEST\]|<\|python_tag\|>|(?=<function=)|<function_?calls?>|(?=<invoke\s)|functools(?=\[)|<\|channel\|>commentary to=(?:functions\.)?(?=[\w.-]+)|<\|start\|>assistant(?=<\|channel\|>commentary)/;

/** The beginnings of those marks as plain text, for a stream that has not said more yet. */
export const MARK_STARTS = [
  "<tool_call",
  "<tool_use>",
  "<tool>",
  "<start_function_call>",
  "<tools>",
  "<|tool_call",
  "<|tool▁call",
  "<｜tool▁call",
  "[TOOL_CALL",
  "[TOOL_REQUEST]",
  "<|python_",
  "<function=",
  "<function_call",
  "<functioncall",
  "<invoke ",
  "functools[",
  "<|channel|>commentary to=",
  "<|start|>assistant<|channel|>commentary",
] as const;
