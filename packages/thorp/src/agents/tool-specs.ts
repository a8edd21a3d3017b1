/** Tools in the two forms that calls need: as function tools for models, as brief tools for planning and rules. */
import { z } from "zod";
import type { Json } from "../base/json.ts";
import type { BriefTool } from "../models/brief.ts";
import type { LanguageModelV4FunctionTool } from "../models/language-model.ts";
import type { Tool } from "../tools/tool.ts";
import { mentionsIn } from "./tool-words.ts";

/** One tool in all its forms, made once. */
export interface ToolSpec {
  readonly tool: Tool;
  readonly functionTool: LanguageModelV4FunctionTool;
  /** Other tools that its description names. */
  readonly mentions: readonly string[];
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
  const names = tools.map(({ name }) => name);
  return new Map(
    tools.map((tool) => [tool.name, specOf(tool, { schema: known[tool.name] ?? inputSchemaOf(tool), names })]),
  );
}

/** What models are told of a tool's input. */
export function inputSchemaOf(tool: Tool): Readonly<Record<string, unknown>> {
  if (tool.inputSchema !== undefined) return tool.inputSchema;
  const { $schema: _dialect, ...schema } = z.toJSONSchema(tool.input, {
    io: "input",
    unrepresentable: "any",
  }) as Record<string, unknown>;
  return schema;
}

interface SpecParts {
  readonly schema: Readonly<Record<string, unknown>>;
  /** Of all tools. */
  readonly names: readonly string[];
}

function specOf(tool: Tool, { schema, names }: SpecParts): ToolSpec {
  const others = names.filter((name) => name !== tool.name);
  return {
    tool,
    mentions: mentionsIn(tool.description, others),
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
