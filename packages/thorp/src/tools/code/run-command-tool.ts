/** The tool `run_command`: a command line in the workspace, in a cage where there is one. */
import { z } from "zod";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { didWork, programReport } from "./program-report.ts";
import { runInSandbox } from "./run-in-sandbox.ts";

const input = z.object({
  command: z.string().min(1).max(20_000).describe("One command line for sh; it starts in the workspace"),
  network: z.boolean().optional().describe("true when it needs the internet; false is the default"),
  seconds: z.number().int().min(1).max(600).optional().describe("How long it may take; 120 is the default"),
});
type CommandInput = z.infer<typeof input>;

/** It can change every file of the workspace, so it is asked about however caged it is. */
export function createRunCommandTool(): Tool {
  return defineTool({
    name: "run_command",
    capability: "terminal",
    description:
      "Runs a command line in the workspace and gives what it prints: builds, tests, linters, git log, small shell jobs. Without network unless network is true. Not for reading or writing single files: use read_file, search_files and edit_file.",
    examples: [
      "Run the tests of this project",
      "run `npm run build` and tell me what fails",
      "What does git log say about the last five commits?",
      "Execute the script tools/check.sh",
      "run make and show the errors",
      "How many lines does each file in src have? Use the terminal",
    ],
    input,
    effect: "exec",
    repeatable: false,
    cacheable: false,
    timeoutMs: 620_000,
    needs: [{ kind: "sandbox" }],
    describe: ({ command, network = false }, { workspace }) => ({
      effect: "exec",
      summary: `run ${command.replace(/\s+/g, " ").slice(0, 300)}${network ? " (with the network)" : ""}`,
      paths: [workspace],
    }),
    execute: (given, context) => settleCall(context, () => run(given, context)),
  });
}

async function run(
  { command, network = false, seconds = 120 }: CommandInput,
  context: ToolContext,
): Promise<ToolOutput> {
  // What a command prints may come from any file of the workspace.
  const labels = ["workspace:."] as const;
  const wish = {
    folder: context.workspace,
    network,
    limits: { timeMs: seconds * 1000, processes: 256, memoryBytes: 2 ** 31 },
  };
  const program = { language: "sh", source: command } as const;
  return runInSandbox({ kind: "process", program, wish }, context, async (done) => {
    const code = done.end.kind === "exit" ? done.end.code : null;
    // A command that fails has told something too: a test, a search without a hit.
    if (done.end.kind !== "exit") return { ok: false, text: programReport(done), code: "tool-timeout" };
    return { ok: true, text: programReport(done), data: { code, worked: didWork(done) }, labels };
  });
}
