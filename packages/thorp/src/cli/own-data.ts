/** For commands that need the data folder for themselves: waits for it, and leaves in order. */
import type { Thorp } from "../engine/thorp.ts";
import { type CommandContext, type CommonOptions, readConfig, withThorp } from "./command-context.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { openWhenFree } from "./open-when-free.ts";

/** Options of a command that writes; by default it waits for another process, without an end. */
export interface OwnDataOptions extends CommonOptions {
  /** False with --no-wait. */
  readonly wait: boolean;
}

/** `describe` is what others that wait are told: `thorp runs`. */
export async function withOwnData(
  context: CommandContext,
  { describe, ...options }: OwnDataOptions & { readonly describe: string },
  use: (thorp: Thorp, interrupt: Interrupt) => Promise<void>,
): Promise<void> {
  const interrupt = listenForInterrupt(context.surroundings);
  const leaveAtOnce = () => context.surroundings.exit(130);
  interrupt.signal.addEventListener("abort", leaveAtOnce);
  try {
    const config = await readConfig(context, options);
    const thorp = await openWhenFree(context, config, { describe, wait: options.wait, quiet: options.json });
    interrupt.signal.removeEventListener("abort", leaveAtOnce);
    await withThorp(thorp, (opened) => use(opened, interrupt));
  } finally {
    interrupt.stop();
  }
}
