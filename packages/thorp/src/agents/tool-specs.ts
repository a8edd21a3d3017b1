/** Tools in the two forms that calls need: as function tools for models, as brief tools for planning and rules. */
import { z } from "zod";
import type { Json } from "../base/json.ts";
import type { BriefTool } from "../models/brief.ts";
import type { LanguageModelV4FunctionTool } from "../models/language-model.ts";
import type { Tool } from "../tools/tool.ts";

export interface ToolSpec {
  readonly tool: Tool;
  readonly functionTool: LanguageModelV4FunctionTool;
  /** Without its agent, which depends on who looks. */
  readonly briefTool: Omit<BriefTool, "agent">;
}

export type ToolSpecs = ReadonlyMap<string, ToolSpec>;

/** By tool name. Made once per engine: turning a schema into JSON costs more than a call's whole bookkeeping. */
export function createToolSpecs(tools: readonly Tool[]): ToolSpecs {
  return new Map(tools.map((tool) => [tool.name, specOf(tool)]));
}

function specOf(tool: Tool): ToolSpec {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(tool.input, {
    io: "input",
    unrepresentable: "any",
  }) as Record<string, unknown>;
  return {
    tool,
    functionTool: { type: "function", name: tool.name, description: tool.description, inputSchema: schema as never },
    briefTool: {
      name: tool.name,
      capability: tool.capability,
      description: tool.description,
      examples: tool.examples,
      input: schema as Json,
    },
  };
}
