/** A program from its first to its last byte, in a sandbox that is closed behind it. */
import { ThorpError } from "../../base/errors.ts";
import { collectProgram, type ProgramResult } from "../../sandbox/collect-program.ts";
import type { Program, Sandbox, SandboxWish } from "../../sandbox/sandbox.ts";
import { throwIfAborted } from "../settle-call.ts";
import type { ToolContext } from "../tool.ts";

/** What runs, and where. */
export interface SandboxedProgram {
  readonly kind: "javascript" | "process";
  readonly program: Program;
  readonly wish?: SandboxWish;
  readonly filesByName?: ReadonlyMap<string, Uint8Array>;
}

/** `after` still sees the sandbox. Throws `sandbox-missing`, the signal's reason on abort, and what the sandbox throws. */
export async function runInSandbox<Result>(
  { kind, program, wish, filesByName = new Map() }: SandboxedProgram,
  context: ToolContext,
  after: (result: ProgramResult, sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  if (context.openSandbox === undefined) {
    throw new ThorpError("sandbox-missing", "Programs cannot be run here: no sandbox is set up.");
  }
  const sandbox = await context.openSandbox(kind, wish);
  try {
    for (const [name, bytes] of filesByName) await sandbox.writeFile(name, bytes);
    const result = await collectProgram(sandbox.run(program, context.signal), (text) => {
      const line = text.trim().split("\n").at(-1) ?? "";
      if (line !== "") context.progress(line.slice(0, 120));
    });
    throwIfAborted(context.signal);
    return await after(result, sandbox);
  } finally {
    await sandbox.close();
  }
}
