/** The tool `run_javascript`: computing with a program, without any way to the world. */
import { z } from "zod";
import { joinLabels } from "../../base/label.ts";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { givenFiles, givenResult } from "./given-files.ts";
import { didWork, programReport } from "./program-report.ts";
import { runInSandbox } from "./run-in-sandbox.ts";

const input = z.object({
  code: z.string().min(1).max(100_000).describe("The program; the value of its last expression is the result"),
  input: z.string().max(1_000_000).optional().describe("Text for the variable input; JSON is parsed"),
  from: z.string().min(1).optional().describe("Id of an earlier result that becomes the variable input"),
  files: z.array(z.string().min(1)).max(10).optional().describe("Files for readFile(name), relative to the workspace"),
});
type JavascriptInput = z.infer<typeof input>;

const TIME_MS = 10_000;

/** Reads what it is given and changes nothing, so it asks nobody. */
export function createRunJavascriptTool(): Tool {
  return defineTool({
    name: "run_javascript",
    capability: "computing",
    description:
      "Runs a JavaScript program that computes something from given data: no network, no files but the given ones, no packages, no await. It has input, readFile(name), writeFile(name, text), listFiles() and print(). Gives the value of the last expression and what was printed.",
    examples: [
      "Write a small JavaScript program that finds the primes below 1000",
      "Compute with code how often each letter occurs in this text",
      "Run JavaScript over the rows of the result t1",
      "Simulate ten thousand dice rolls in code",
      "Parse this odd format with a script and give me the totals",
      "sort these names by surname with a program",
    ],
    input,
    effect: "read",
    repeatable: true,
    cacheable: false,
    timeoutMs: 60_000,
    describe: ({ code }) => ({
      effect: "read",
      summary: `run ${lineCount(code)} of JavaScript, which can only compute`,
    }),
    execute: (given, context) => settleCall(context, () => run(given, context)),
  });
}

async function run(
  { code, input: text, from, files = [] }: JavascriptInput,
  context: ToolContext,
): Promise<ToolOutput> {
  const given = await givenFiles(files, context);
  const result = from === undefined ? undefined : await givenResult(from, context);
  const data = result?.input ?? text;
  const program = { language: "javascript", source: code, ...(data === undefined ? {} : { input: data }) } as const;
  const wish = { limits: { timeMs: TIME_MS } };
  return runInSandbox({ kind: "javascript", program, wish, filesByName: given.filesByName }, context, async (done) => {
    if (!didWork(done)) return { ok: false, text: programReport(done), advice: "Mend the program and run it again." };
    const value = done.end.kind === "exit" ? done.end.value : undefined;
    return {
      ok: true,
      text: programReport(done),
      ...(value === undefined ? {} : { data: value }),
      labels: joinLabels(given.labels, result?.labels ?? []),
      sources: given.sources,
    };
  });
}

/** `1 line`, `12 lines`. */
export function lineCount(code: string): string {
  const lines = code.trim().split("\n").length;
  return `${lines} line${lines === 1 ? "" : "s"}`;
}
