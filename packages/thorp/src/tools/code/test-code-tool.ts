/**
 * The tool `test_code`: the middle of the code method. A model writes files, they are laid over a copy of the project, the
 * tests run in a sandbox, and it reads what failed: again and again, as its steps allow.
 *
 * Nothing of it touches the workspace. What comes of it is a patch, for a person or `edit_file` to apply, the result of
 * the test and, where there was no project, the files themselves once they passed. The change is always told whole, from
 * the project as it is: a crash between two calls loses nothing, and each call replaces what the one before kept.
 */
import { basename } from "node:path";
import { z } from "zod";
import { joinLabels } from "../../base/label.ts";
import type { Artifact } from "../../events/task-result.ts";
import type { ProgramResult } from "../../sandbox/collect-program.ts";
import { filePartsOf } from "../../sandbox/sandbox-path.ts";
import { CODE_TESTING } from "../capabilities.ts";
import { mediaTypeOf } from "../media-type.ts";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { patchOf } from "./patch-of.ts";
import { bothEnds, didWork, programReport } from "./program-report.ts";
import { projectCopy } from "./project-copy.ts";
import { runInSandbox } from "./run-in-sandbox.ts";

const input = z.object({
  files: z
    .array(z.object({ path: z.string().min(1).max(500), text: z.string().max(400_000) }))
    .min(1)
    .max(30)
    .describe("Every file that is new or changed, whole, its tests among them"),
  test: z.string().min(1).max(2000).describe("Command that tests it: python3 -m unittest, node --test, sh check.sh"),
  folder: z
    .string()
    .max(4096)
    .optional()
    .describe("Existing project to change, relative to the workspace; empty without"),
});
type TestInput = z.infer<typeof input>;

/** Says in `data.passed` whether the test passed; a test that fails is no failure of the tool. */
export function createTestCodeTool(): Tool {
  return defineTool({
    name: "test_code",
    capability: CODE_TESTING,
    description:
      "Tests code before it is handed in: lays the given files over a copy of the project, runs the test command in a sandbox without network, and gives its output, a patch and the test result. Changes nothing in the workspace. Call it again with mended files until it passes.",
    examples: [
      "Write a function that parses ISO durations, with tests, and run them",
      "Fix the failing test in src/cart and show me the patch",
      "Write a Python module for roman numerals and test it",
      "Implement the missing method and make sure that the tests pass",
      "Refactor parse.js without breaking its tests",
      "write code, run it, and mend it until it works",
    ],
    input,
    effect: "exec",
    repeatable: false,
    cacheable: false,
    timeoutMs: 300_000,
    needs: [{ kind: "sandbox" }],
    describe: ({ files, test }) => ({
      effect: "create",
      summary: `test ${files
        .map(({ path }) => path)
        .join(", ")
        .slice(0, 200)} with ${test.slice(0, 150)}`,
    }),
    execute: (given, context) => settleCall(context, () => tested(given, context)),
  });
}

async function tested({ files, test, folder }: TestInput, context: ToolContext): Promise<ToolOutput> {
  const project = folder === undefined ? new Map<string, Uint8Array>() : await projectCopy(folder, context);
  const written = new Map(files.map(({ path, text }) => [filePartsOf(path).join("/"), text]));
  const filesByName = new Map(project);
  for (const [path, text] of written) filesByName.set(path, Buffer.from(text));
  const wish = { limits: { timeMs: 120_000, processes: 256, memoryBytes: 2 ** 30 } };
  const program = { language: "sh", source: test } as const;
  return runInSandbox({ kind: "process", program, wish, filesByName }, context, async (result) => {
    const changes = [...written].map(([path, after]) => {
      const bytes = project.get(path);
      return { path, before: bytes === undefined ? undefined : new TextDecoder().decode(bytes), after };
    });
    const passed = didWork(result);
    const made = passed && folder === undefined ? written : new Map<string, string>();
    const artifacts = await keep({ patch: await patchOf(changes), made, test, result }, context);
    const kept = artifacts.map(({ file, title }) => (file === undefined ? title : basename(file))).join(", ");
    return {
      ok: true,
      text: `The test ${passed ? "passed" : "failed"}: ${test}\n${programReport(result)}\nSaved as ${kept}.`,
      data: { passed, test, code: result.end.kind === "exit" ? result.end.code : null },
      artifacts,
      labels: joinLabels(folder === undefined ? [] : [`workspace:${folder}`]),
    };
  });
}

interface Tested {
  readonly patch: string;
  /** What is kept as files of their own, by path. */
  readonly made: ReadonlyMap<string, string>;
  readonly test: string;
  readonly result: ProgramResult;
}

/** The files first: what is handed on is known by its first artifact. */
async function keep({ patch, made, test, result }: Tested, context: ToolContext): Promise<readonly Artifact[]> {
  const verdict = didWork(result) ? "passed" : "failed";
  const words = [
    `# Test ${verdict}`,
    `\`${test}\` after ${(result.ms / 1000).toFixed(1)} s.`,
    `## Output\n\n${fenced(bothEnds(result.out))}`,
    `## Error output\n\n${fenced(bothEnds(result.err))}`,
  ];
  const files = [
    ...[...made].map(([path, bytes]) => ({
      ...{ name: nameFor(path, [...made.keys()]), title: path },
      ...{ mediaType: mediaTypeOf(path, Buffer.from(bytes)), bytes },
    })),
    ...(patch === "" ? [] : [{ name: "change.patch", title: "Patch", mediaType: "text/x-patch", bytes: patch }]),
    {
      ...{ name: "test-result.md", title: `Test ${verdict}`, mediaType: "text/markdown" },
      bytes: `${words.join("\n\n")}\n`,
    },
  ];
  const kept: Artifact[] = [];
  for (const file of files) kept.push(await context.createFile({ ...file, replaces: true }));
  return kept;
}

/** The out folder is flat: files of one name in two folders keep them in theirs. */
function nameFor(path: string, all: readonly string[]): string {
  const isOnly = all.filter((other) => basename(other) === basename(path)).length === 1;
  return isOnly ? basename(path) : path.replaceAll("/", "-");
}

/** With a fence that is longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text.trimEnd()}\n${fence}`;
}
