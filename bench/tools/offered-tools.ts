/** All that an agent with every tool is offered by an engine without settings: the built-in ones and the catalogue. */
import type { CredentialStore } from "../../packages/thorp/src/accounts/accounts.ts";
import type { ToolSpecs } from "../../packages/thorp/src/agents/tool-specs.ts";
import { createSystemClock } from "../../packages/thorp/src/base/clock.ts";
import { createSeededDice } from "../../packages/thorp/src/base/dice.ts";
import { silentLogger } from "../../packages/thorp/src/base/logger.ts";
import { createCaches } from "../../packages/thorp/src/engine/caches.ts";
import { openEngineTools } from "../../packages/thorp/src/engine/engine-tools.ts";

/** Nothing is called, so nothing is fetched and no key is asked for. */
export async function offeredTools(): Promise<ToolSpecs> {
  const clock = createSystemClock();
  const caches = createCaches({}, clock);
  const tools = await openEngineTools({
    ...{
      options: {},
      env: {},
      folder: undefined,
      clock,
      dice: createSeededDice("tools"),
      logger: silentLogger,
      caches,
    },
    credentials: {} as CredentialStore,
    guardedFetch: () => Promise.reject(new Error("nothing is fetched here")),
  });
  await tools.close();
  await caches.close();
  return tools.specs();
}
