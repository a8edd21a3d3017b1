/** Whom to ask about tools: the server that has the data folder, else an engine. */
import type { Thorp } from "../../engine/thorp.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { openWhenFree } from "../open-when-free.ts";

/** The data folder is only read, whoever has it; a server that has it knows more, and is asked. */
export async function withTools<Result>(
  context: CommandContext,
  options: CommonOptions,
  use: (thorp: Thorp) => Promise<Result>,
): Promise<Result> {
  const config = await readConfig(context, options);
  const { dataDir, server } = config.settings;
  const say = (words: string): void => void context.surroundings.stderr.write(`${words}\n`);
  const { attachToOwner } = await import("../attach/attach.ts");
  const served = server === undefined && dataDir !== "memory" ? await attachToOwner(dataDir, { say }) : undefined;
  return withThorp(served ?? (await openEngineWithoutData(context, config)), use);
}

/** For what is written into the data folder: this process has to have it, or the server that has it does it. */
export async function withOwnTools<Result>(
  context: CommandContext,
  options: CommonOptions,
  use: (thorp: Thorp) => Promise<Result>,
): Promise<Result> {
  const config = await readConfig(context, options);
  return withThorp(await openWhenFree(context, config, { describe: "thorp tools", wait: true }), use);
}
