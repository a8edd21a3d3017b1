/** Tools in the two forms that calls need: as function tools for models, as brief tools for planning and rules. */
import { z } from "zod";
import type { Json } from "../base/json.ts";
import type { BriefTool } from "../models/brief.ts";
import type { LanguageModelV4FunctionTool } from "../models/language-model.ts";
import type { Tool } from "../tools/tool.ts";
import type { RegisteredTool, SourceFacts } from "../tools/tool-set.ts";
import { mentionFinder } from "./tool-words.ts";

/** One tool in all its forms, made once. */
export interface ToolSpec {
  readonly tool: Tool;
  readonly source: SourceFacts;
  /** As its source calls it. */
  readonly ownName: string;
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

/** Tools that stand for themselves, as the program gives them. See `toolSpecsOf`. */
export function createToolSpecs(tools: readonly Tool[]): ToolSpecs {
  const source: SourceFacts = { id: "host", kind: "host", title: "The program itself" };
  return toolSpecsOf(tools.map((tool) => ({ tool, source, ownName: tool.name })));
}

/**
 * By tool name. Made once per set of tools: turning a schema into JSON costs more than a call's whole bookkeeping. For
 * built-in tools in `known` the build has done it.
 */
export function toolSpecsOf(tools: readonly RegisteredTool[], known: InputSchemas = {}): ToolSpecs {
  const mentionsIn = mentionFinder(tools.map(({ tool }) => tool.name));
  return new Map(
    tools.map((entry) => {
      const { tool, source } = entry;
      const schema = (source.kind === "built-in" ? known[tool.name] : undefined) ?? inputSchemaOf(tool);
      return [tool.name, specOf(entry, { schema, mentions: mentionsIn(tool) })];
    }),
  );
}

const schemas = new WeakMap<Tool, Readonly<Record<string, unknown>>>();

/** What models are told of a tool's input. */
export function inputSchemaOf(tool: Tool): Readonly<Record<string, unknown>> {
  if (tool.inputSchema !== undefined) return tool.inputSchema;
  const made = schemas.get(tool);
  if (made !== undefined) return made;
  const { $schema: _dialect, ...schema } = z.toJSONSchema(tool.input, {
    io: "input",
    unrepresentable: "any",
  }) as Record<string, unknown>;
  schemas.set(tool, schema);
  return schema;
}

interface SpecParts {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly mentions: readonly string[];
}

function specOf({ tool, source, ownName }: RegisteredTool, { schema, mentions }: SpecParts): ToolSpec {
  return {
    tool,
    source,
    ownName,
    mentions,
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
