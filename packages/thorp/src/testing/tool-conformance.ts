/**
 * What every tool promises, as a list of checks that any test runner can run.
 *
 * The list is made for one tool and the inputs that belong to it; a check passes when its `run` resolves.
 */
import assert from "node:assert/strict";
import { z } from "zod";
import { ThorpError } from "../base/errors.ts";
import { effects } from "../base/intent.ts";
import { originOf, origins } from "../base/label.ts";
import type { Tool, ToolContext, ToolOutput } from "../tools/tool.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** Inputs of one tool, by what must become of them. */
export interface ToolCases {
  /** A new context with a folder, a key and this signal; called once for each check. */
  readonly createContext: (signal: AbortSignal) => Promise<ToolContext>;
  /** Inputs that the tool must answer with `ok: true`; at least one. */
  readonly valid: readonly unknown[];
  /** Inputs that the schema must reject. */
  readonly invalid: readonly unknown[];
  /** Inputs that the schema takes and the tool must refuse: with `ok: false`, or a `ThorpError` that is not `internal`. */
  readonly hostile: readonly unknown[];
}

const LONGEST_ANSWER = 40_000;
const LONGEST_SUMMARY = 400;
const TEN_MEGABYTES = 10 << 20;

/** The checks for `tool`; run them in any order. */
export function toolConformance(tool: Tool, cases: ToolCases): readonly ConformanceCase[] {
  const check = (name: string, run: () => void | Promise<void>): ConformanceCase => ({
    name: `${tool.name} ${name}`,
    run: async () => run(),
  });
  return [
    check("says what it is in words for people and small models", () => describesItself(tool)),
    check("has an input that becomes a JSON schema", () => hasJsonSchema(tool)),
    check("rejects invalid input before it runs", () => rejectsInvalid(tool, cases)),
    check("describes a call from its arguments alone", () => describesCalls(tool, cases)),
    check("answers valid input with text, data and origin", () => answersValid(tool, cases)),
    check("answers the same call with the same key again", () => repeats(tool, cases)),
    check("refuses hostile input in words", () => survivesHostile(tool, cases)),
    check("survives arguments of ten megabytes", () => survivesLarge(tool, cases)),
    check("stops when it is aborted", () => stopsOnAbort(tool, cases)),
  ];
}

function describesItself(tool: Tool): void {
  assert.match(tool.name, /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/, "the name is lower case with underscores");
  assert.match(tool.capability, /^[a-z][a-z-]*$/, "the capability is lower case with hyphens");
  assert.ok(
    tool.description.length >= 40 && tool.description.length <= 700,
    `the description has ${tool.description.length} characters`,
  );
  assert.match(tool.description, /[.!)]$/, "the description is made of sentences");
  assert.ok(tool.examples.length >= 5 && tool.examples.length <= 10, `there are ${tool.examples.length} examples`);
  assert.equal(
    new Set(tool.examples.map((example) => example.toLowerCase())).size,
    tool.examples.length,
    "no example occurs twice",
  );
  for (const example of tool.examples)
    assert.ok(example.length >= 5 && example.length <= 200, `the example "${example}" is of a sayable length`);
  assert.ok(effects.includes(tool.effect));
  assert.ok(tool.timeoutMs === undefined || tool.timeoutMs > 0);
}

function hasJsonSchema(tool: Tool): void {
  const schema = z.toJSONSchema(tool.input);
  assert.equal(schema.type, "object", "a tool's input is an object");
  assert.ok(JSON.stringify(schema).length < 8000, "the schema is short enough for a prompt");
}

function rejectsInvalid(tool: Tool, { invalid, valid }: ToolCases): void {
  for (const input of [null, undefined, 42, "text", [], true, ...invalid]) {
    assert.equal(tool.input.safeParse(input).success, false, `the schema takes ${shown(input)}`);
  }
  for (const input of valid)
    assert.ok(tool.input.safeParse(input).success, `the schema rejects the valid ${shown(input)}`);
}

async function describesCalls(tool: Tool, { valid, hostile, createContext }: ToolCases): Promise<void> {
  const { workspace, out } = await createContext(new AbortController().signal);
  for (const input of [...valid, ...hostile].map((each) => tool.input.parse(each))) {
    const before = JSON.stringify(input);
    const intent = tool.describe(input, { workspace, out });
    assert.deepEqual(tool.describe(input, { workspace, out }), intent, "the same arguments give the same intent");
    assert.equal(JSON.stringify(input), before, "describing changes no arguments");
    assert.ok(
      effects.indexOf(intent.effect) <= effects.indexOf(tool.effect),
      `${intent.effect} is more than the tool's ${tool.effect}`,
    );
    assert.ok(
      intent.summary.length > 0 && intent.summary.length <= LONGEST_SUMMARY,
      `the summary has ${intent.summary.length} characters`,
    );
  }
}

async function answersValid(tool: Tool, { valid, createContext }: ToolCases): Promise<void> {
  assert.ok(valid.length > 0, "there is a valid input to try");
  for (const input of valid) {
    const output = await tool.execute(tool.input.parse(input), await createContext(new AbortController().signal));
    assert.ok(output.ok, `${shown(input)} was answered with: ${output.text.slice(0, 300)}`);
    checkAnswer(output);
  }
}

async function repeats(tool: Tool, { valid, createContext }: ToolCases): Promise<void> {
  if (!tool.repeatable) return;
  for (const input of valid) {
    const context = await createContext(new AbortController().signal);
    const [first, second] = [
      await tool.execute(tool.input.parse(input), context),
      await tool.execute(tool.input.parse(input), context),
    ];
    assert.ok(first.ok && second.ok, `${shown(input)} works a second time`);
    const files = (output: ToolOutput) => (output.ok ? (output.artifacts ?? []).map(({ file }) => file) : []);
    assert.deepEqual(files(second), files(first), "a repetition makes no further files");
  }
}

async function survivesHostile(tool: Tool, { hostile, createContext }: ToolCases): Promise<void> {
  for (const input of hostile) {
    const output = await answerOrRefusal(
      tool,
      tool.input.parse(input),
      await createContext(new AbortController().signal),
    );
    assert.equal(output.ok, false, `${shown(input)} was answered with: ${output.text.slice(0, 300)}`);
    checkAnswer(output);
  }
}

async function survivesLarge(tool: Tool, { valid, createContext }: ToolCases): Promise<void> {
  const large = "x ".repeat(TEN_MEGABYTES / 2);
  for (const input of valid) {
    const fields = Object.entries(input as Record<string, unknown>).filter(([, value]) => typeof value === "string");
    for (const [field] of fields) {
      const parsed = tool.input.safeParse({ ...(input as object), [field]: large });
      if (!parsed.success) continue;
      const context = await createContext(new AbortController().signal);
      assert.ok(
        tool.describe(parsed.data, context).summary.length <= LONGEST_SUMMARY,
        `a large ${field} does not fill the summary`,
      );
      checkAnswer(await answerOrRefusal(tool, parsed.data, context));
    }
  }
}

async function stopsOnAbort(tool: Tool, { valid, createContext }: ToolCases): Promise<void> {
  const stop = new AbortController();
  const context = await createContext(stop.signal);
  stop.abort(new ThorpError("cancelled", "stopped by the test"));
  for (const input of valid) {
    await assert.rejects(
      async () => tool.execute(tool.input.parse(input), context),
      (error) => error instanceof ThorpError,
      `${shown(input)} is answered though the call was aborted`,
    );
  }
}

/** A refusal by a typed error counts as one in words; any other error is the tool's own fault. */
async function answerOrRefusal(tool: Tool, input: unknown, context: ToolContext): Promise<ToolOutput> {
  try {
    return await tool.execute(input, context);
  } catch (error) {
    if (error instanceof ThorpError && error.code !== "internal") return { ok: false, text: error.message };
    throw error;
  }
}

function checkAnswer(output: ToolOutput): void {
  assert.ok(
    output.text.length > 0 && output.text.length <= LONGEST_ANSWER,
    `the answer has ${output.text.length} characters`,
  );
  if (!output.ok) return;
  if (output.data !== undefined)
    assert.deepEqual(JSON.parse(JSON.stringify(output.data)), output.data, "the data is JSON");
  for (const label of output.labels ?? []) assert.ok(origins.includes(originOf(label)), `${label} is no label`);
  for (const { title, location } of output.sources ?? [])
    assert.ok(title !== "" && location !== "", "a source has a title and a location");
  for (const artifact of output.artifacts ?? [])
    assert.ok(artifact.id !== "" && artifact.bytes >= 0, "an artifact has an id and a size");
}

function shown(input: unknown): string {
  return (JSON.stringify(input) ?? String(input)).slice(0, 200);
}
