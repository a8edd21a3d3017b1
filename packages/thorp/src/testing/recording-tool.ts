/** A tool that remembers how it was called: for tests of teams, agents and policies. */
import { z } from "zod";
import type { Effect } from "../base/intent.ts";
import { defineTool, type Tool, type ToolOutput } from "../tools/tool.ts";

/** Only the name is needed. */
export interface RecordingToolOptions {
  readonly name: string;
  /** Default: the name. */
  readonly capability?: string;
  readonly effect?: Effect;
  readonly repeatable?: boolean;
  /** What a call gives; default: `ok` with the text "done". */
  readonly answer?: (input: Readonly<Record<string, unknown>>) => ToolOutput | Promise<ToolOutput>;
}

/** The tool to hand to an engine, and what it has seen. */
export interface RecordingTool {
  readonly tool: Tool;
  /** Inputs and idempotency keys, in the order of the calls. */
  readonly calls: readonly { readonly input: Readonly<Record<string, unknown>>; readonly key: string }[];
}

/** Takes any object as input. */
export function createRecordingTool(options: RecordingToolOptions): RecordingTool {
  const { name, capability = name, effect = "none", repeatable = true } = options;
  const calls: { input: Readonly<Record<string, unknown>>; key: string }[] = [];
  const tool = defineTool<Record<string, unknown>>({
    name,
    capability,
    description: `Records that ${name} was called.`,
    examples: [name],
    input: z.record(z.string(), z.unknown()),
    effect,
    repeatable,
    cacheable: false,
    describe: (input) => ({ effect, summary: `${name} ${JSON.stringify(input)}` }),
    async execute(input, { key }) {
      calls.push({ input, key });
      return options.answer === undefined ? { ok: true, text: "done" } : options.answer(input);
    },
  });
  return { tool, calls };
}
