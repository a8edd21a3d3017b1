/** All that an agent with every tool is offered by an engine without settings: the built-in ones and the catalogue. */
import type { CredentialStore } from "../../packages/thorp/src/accounts/accounts.ts";
import type { ToolSpecs } from "../../packages/thorp/src/agents/tool-specs.ts";
import { createSystemClock } from "../../packages/thorp/src/base/clock.ts";
import { silentLogger } from "../../packages/thorp/src/base/logger.ts";
import { openEngineTools } from "../../packages/thorp/src/engine/engine-tools.ts";

/** Nothing is called, so nothing is fetched and no key is asked for. */
export async function offeredTools(): Promise<ToolSpecs> {
  const tools = await openEngineTools({
    ...{ options: {}, env: {}, folder: undefined, clock: createSystemClock(), logger: silentLogger },
    credentials: {} as CredentialStore,
    guardedFetch: () => Promise.reject(new Error("nothing is fetched here")),
  });
  await tools.close();
  return tools.specs();
}
