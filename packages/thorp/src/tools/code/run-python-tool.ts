/** The tool `run_python`: a Python program over copies of given files; the files that it makes are kept. */
import { z } from "zod";
import { joinLabels } from "../../base/label.ts";
import type { Artifact } from "../../events/task-result.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { mediaTypeOf } from "../media-type.ts";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { type GivenFiles, givenFiles, givenResult } from "./given-files.ts";
import { didWork, programReport } from "./program-report.ts";
import { runInSandbox } from "./run-in-sandbox.ts";
import { lineCount } from "./run-javascript-tool.ts";

const input = z.object({
  code: z.string().min(1).max(100_000).describe("The program; what it prints is the result"),
  input: z.string().max(1_000_000).optional().describe("Text for its standard input"),
  from: z.string().min(1).optional().describe("Id of an earlier result for its standard input, data as JSON"),
  files: z.array(z.string().min(1)).max(10).optional().describe("Files that lie beside it, relative to the workspace"),
});
type PythonInput = z.infer<typeof input>;

const MOST_KEPT = 10;

/** In a cage it can change nothing but its own copies; without one a person is asked. */
export function createRunPythonTool(): Tool {
  return defineTool({
    name: "run_python",
    capability: "computing",
    description:
      "Runs a Python 3 program with the standard library: no network, no files but copies of the given ones. Files that it writes beside itself become results. Use it for what the other tools cannot compute.",
    examples: [
      "Write and run a Python script that counts the words in notes.md",
      "Run Python to simulate the queue for one day",
      "Convert this log into CSV with a Python program",
      "Use Python to check whether the numbers follow Benford's law",
      "run this python code and tell me what it prints",
      "Compute the shortest route between these places with a program",
    ],
    input,
    effect: "exec",
    repeatable: false,
    cacheable: false,
    timeoutMs: 120_000,
    needs: [{ kind: "sandbox" }],
    describe: ({ code }) => ({
      effect: "create",
      summary: `run ${lineCount(code)} of Python`,
      diff: code.slice(0, 4000),
    }),
    execute: (given, context) => settleCall(context, () => run(given, context)),
  });
}

async function run({ code, input: text, from, files = [] }: PythonInput, context: ToolContext): Promise<ToolOutput> {
  const given = await givenFiles(files, context);
  const result = from === undefined ? undefined : await givenResult(from, context);
  const data = result?.input ?? text;
  const program = { language: "python", source: code, ...(data === undefined ? {} : { input: data }) } as const;
  const wish = { limits: { timeMs: 60_000 } };
  const { filesByName } = given;
  return runInSandbox({ kind: "process", program, wish, filesByName }, context, async (done, sandbox) => {
    if (!didWork(done)) return { ok: false, text: programReport(done), advice: "Mend the program and run it again." };
    const artifacts = await keepMade(sandbox, given, context);
    const made = artifacts.length === 0 ? "" : `\nMade: ${artifacts.map(({ title }) => title).join(", ")}.`;
    return {
      ok: true,
      text: programReport(done) + made,
      artifacts,
      labels: joinLabels(given.labels, result?.labels ?? []),
      sources: given.sources,
    };
  });
}

/** New files, and given ones that are others now. */
async function keepMade(
  sandbox: Sandbox,
  { filesByName }: GivenFiles,
  context: ToolContext,
): Promise<readonly Artifact[]> {
  const kept: Artifact[] = [];
  for (const { path, kind } of await sandbox.listFiles()) {
    if (kind !== "file" || kept.length >= MOST_KEPT) continue;
    const bytes = await sandbox.readFile(path);
    const before = filesByName.get(path);
    if (before !== undefined && Buffer.from(before).equals(bytes)) continue;
    kept.push(
      await context.createFile({
        name: path.replaceAll("/", "-"),
        title: path,
        mediaType: mediaTypeOf(path, bytes),
        bytes,
      }),
    );
  }
  return kept;
}
