/** `thorp models start` and `stop`. */
import type { Thorp } from "../../engine/thorp.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { type Interrupt, listenForInterrupt } from "../interrupt.ts";
import { processWords } from "./process-words.ts";

const LOOK_MS = 500;

/** Stays until Ctrl-C; ends with 7 when the server was given up. */
export async function startServer(context: CommandContext, provider: string, options: CommonOptions): Promise<void> {
  const { surroundings, finish } = context;
  const interrupt = listenForInterrupt(surroundings);
  const leave = Promise.withResolvers<void>();
  interrupt.signal.addEventListener("abort", () => leave.resolve());
  interrupt.onTerminate((code) => {
    finish(code);
    leave.resolve();
  });
  try {
    const config = await readConfig(context, options);
    await withThorp(await openEngineWithoutData(context, config), (thorp) =>
      keepRunning(thorp, context, { provider, interrupt, left: leave.promise, json: options.json ?? false }),
    );
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    finish(130);
  } finally {
    interrupt.stop();
  }
}

interface Kept {
  readonly provider: string;
  readonly interrupt: Interrupt;
  readonly left: Promise<void>;
  readonly json: boolean;
}

async function keepRunning({ modelAdmin }: Thorp, { surroundings, finish }: CommandContext, kept: Kept): Promise<void> {
  const { provider, interrupt, left, json } = kept;
  let isLeft = false;
  void left.then(() => (isLeft = true));
  const started = await modelAdmin.startServer(provider, { signal: interrupt.signal });
  const tell = (process: typeof started.process) =>
    surroundings.stdout.write(
      json
        ? `${JSON.stringify({ ...started, process })}\n`
        : `${provider} at ${started.url}: ${processWords(process)}\n`,
    );
  tell(started.process);
  if (started.process.state !== "ready") return;
  if (!json) surroundings.stderr.write(`Its output is in ${started.log}. Ctrl-C stops it.\n`);
  let last = JSON.stringify(started.process);
  while (!isLeft) {
    await Promise.race([left, new Promise((resolve) => setTimeout(resolve, LOOK_MS))]);
    const now = await modelAdmin.serverStatus(provider);
    if (JSON.stringify(now) !== last) tell(now);
    last = JSON.stringify(now);
    if (now.state === "failed") finish(7);
    if (now.state === "failed" || now.state === "stopped") return;
  }
}

/** Says whether anything ran. Throws `model-unknown` for a provider without a start command. */
export async function stopServer(context: CommandContext, provider: string, options: CommonOptions): Promise<void> {
  const config = await readConfig(context, options);
  const wasRunning = await withThorp(await openEngineWithoutData(context, config), ({ modelAdmin }) =>
    modelAdmin.stopServer(provider),
  );
  context.surroundings.stdout.write(wasRunning ? `${provider} is stopped.\n` : `${provider} was not running.\n`);
}
