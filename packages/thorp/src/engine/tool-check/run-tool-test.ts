/** One test of a tool: called with its input, in a folder that is thrown away, without any network but the scripted one. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { failureFrom } from "../../base/errors.ts";
import { stableStringify } from "../../base/json.ts";
import { createToolContext } from "../../tools/context/tool-context.ts";
import type { Tool, ToolOutput } from "../../tools/tool.ts";
import type { ToolTest } from "../../tools/tool-file-schema.ts";
import type { SandboxMakers } from "../sandboxes.ts";
import { scriptedFetch } from "./scripted-fetch.ts";
import type { ToolTestResult } from "./tool-finding.ts";

/** What tests run in. */
export interface TestGround {
  readonly clock: Clock;
  readonly sandboxes: SandboxMakers;
  readonly signal: AbortSignal;
}

/** Never rejects but with the signal's reason. A program is never run without a cage here. */
export async function runToolTest(tool: Tool, test: ToolTest, ground: TestGround): Promise<ToolTestResult> {
  const { name } = test;
  const cage = tool.needs?.some(({ kind }) => kind === "sandbox") ? await ground.sandboxes.findCage() : undefined;
  if (cage?.ok === false) return { name, state: "not-run", words: `there is no cage here: ${cage.why}` };
  const input = tool.input.safeParse(test.input);
  if (!input.success) {
    const problems = input.error.issues.map(({ path, message }) => `${path.join(".") || "arguments"}: ${message}`);
    return { name, state: "failed", words: `its input does not fit the input schema: ${problems.join("; ")}` };
  }
  const output = await outputOf(tool, { input: input.data, test }, ground);
  ground.signal.throwIfAborted();
  const words = whatIsWrong(output, test);
  return { name, state: words === undefined ? "passed" : "failed", words: words ?? "" };
}

async function outputOf(
  tool: Tool,
  { input, test }: { readonly input: unknown; readonly test: ToolTest },
  { clock, sandboxes: { makers }, signal }: TestGround,
): Promise<ToolOutput> {
  const folder = await mkdtemp(join(tmpdir(), "thorp-tool-test-"));
  try {
    const context = createToolContext({
      ...{ clock, signal, timeZone: "UTC", key: `check/${tool.name}/1`, workspace: folder, out: join(folder, "out") },
      guardedFetch: scriptedFetch(test.answers),
      // A test is the same on every machine: no real key is ever used.
      needed: async (env) =>
        tool.needs?.some((need) => "env" in need && need.env === env) ? `test-${env}` : undefined,
      openSandbox: (kind, wish) => makers[kind === "javascript" ? "javascript" : "cage"].open(wish),
    });
    return await tool.execute(input, context);
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, text: failureFrom(error).message };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function whatIsWrong(output: ToolOutput, { expect }: ToolTest): string | undefined {
  if (output.ok !== expect.ok) return `it ${output.ok ? "worked" : "failed"}: ${output.text.slice(0, 300)}`;
  const texts = expect.text === undefined ? [] : [expect.text].flat();
  const missing = texts.find((text) => !output.text.includes(text));
  if (missing !== undefined) return `its text has no "${missing}": ${output.text.slice(0, 300)}`;
  const data = output.ok ? output.data : undefined;
  if (expect.data === undefined || (data !== undefined && stableStringify(data) === stableStringify(expect.data)))
    return undefined;
  return `its data is ${data === undefined ? "nothing" : stableStringify(data).slice(0, 300)}`;
}
