/** From the arguments to an exit code. Never throws: what goes wrong is said on standard error. */
import { CommanderError } from "commander";
import { ThorpError } from "../base/errors.ts";
import { createCommandContext } from "./command-context.ts";
import { createProgram } from "./program.ts";
import { reportError } from "./report-error.ts";
import type { Output, Surroundings } from "./surroundings.ts";

/** Resolves to the exit code; docs/errors.md lists them. */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  let code = 0;
  let logFile: string | undefined;
  const context = createCommandContext(surroundings, {
    finish: (exit) => {
      code = exit;
    },
    noteLog: (file) => {
      logFile = file;
    },
  });
  const program = createProgram(context);
  try {
    await program.parseAsync(withPlainContinue(argv), { from: "user" });
    return code;
  } catch (thrown) {
    const error = thrown instanceof CommanderError ? usageError(thrown) : thrown;
    if (error === undefined) return 0;
    return reportError(error, argv, { stderr: await withoutSecrets(surroundings), logFile });
  }
}

/** Before an engine is there, and after it, errors still quote what they were given. Loaded only for them. */
async function withoutSecrets({ stderr, env }: Surroundings): Promise<Output> {
  const { secretCleaner } = await import("../engine/clean-secrets.ts");
  const clean = secretCleaner(env);
  return { write: (text) => stderr.write(clean(text)) };
}

/** Undefined when help or the version was asked for. */
function usageError(error: CommanderError): ThorpError | undefined {
  if (error.exitCode === 0) return undefined;
  const message = error.message.replace(/^error: /, "").replace(/\n\(?(Did you mean [^)]*)\)?/, ". $1");
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
  return new ThorpError("usage", /[.?!]$/.test(sentence) ? sentence : `${sentence}.`);
}

/**
 * `ask -c and now?`: a conversation may follow `-c`, but need not. Only what looks like one is taken for one, so that
 * words are never lost.
 */
function withPlainContinue(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((argument, position) => {
    if ((end >= 0 && position > end) || (argument !== "-c" && argument !== "--continue")) return argument;
    return argv[position + 1]?.startsWith("con_") ? argument : "--continue=last";
  });
}
