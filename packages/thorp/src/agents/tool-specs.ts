/** Tools in the two forms that calls need: as function tools for models, as brief tools for planning and rules. */
import { z } from "zod";
import type { Json } from "../base/json.ts";
import type { BriefTool } from "../models/brief.ts";
import type { LanguageModelV4FunctionTool } from "../models/language-model.ts";
import type { Tool } from "../tools/tool.ts";

/** One tool in all its forms, made once. */
export interface ToolSpec {
  readonly tool: Tool;
  readonly functionTool: LanguageModelV4FunctionTool;
  /** Without its agent, which depends on who looks. */
  readonly briefTool: Omit<BriefTool, "agent">;
}

/** By name. */
export type ToolSpecs = ReadonlyMap<string, ToolSpec>;

/** Input schemas as JSON, by tool name. */
export type InputSchemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * By tool name. Made once per engine: turning a schema into JSON costs more than a call's whole bookkeeping. For tools
 * in `known` the build has done it.
 */
export function createToolSpecs(tools: readonly Tool[], known: InputSchemas = {}): ToolSpecs {
  return new Map(tools.map((tool) => [tool.name, specOf(tool, known[tool.name] ?? inputSchemaOf(tool))]));
}

/** What models are told of a tool's input. */
export function inputSchemaOf(tool: Tool): Readonly<Record<string, unknown>> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(tool.input, {
    io: "input",
    unrepresentable: "any",
  }) as Record<string, unknown>;
  return schema;
}

function specOf(tool: Tool, schema: Readonly<Record<string, unknown>>): ToolSpec {
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
