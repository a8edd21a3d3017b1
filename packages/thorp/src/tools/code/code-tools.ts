/** The tools that run programs. */
import type { Tool } from "../tool.ts";
import { createRunCommandTool } from "./run-command-tool.ts";
import { createRunJavascriptTool } from "./run-javascript-tool.ts";
import { createRunPythonTool } from "./run-python-tool.ts";
import { createTestCodeTool } from "./test-code-tool.ts";

/** In a stable order; none loads what it runs programs with before its first call. */
export function codeTools(): readonly Tool[] {
  return [createRunJavascriptTool(), createRunPythonTool(), createRunCommandTool(), createTestCodeTool()];
}
