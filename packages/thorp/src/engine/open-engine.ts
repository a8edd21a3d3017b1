/** Opens the data folder, which one engine owns, and has an engine put on it. */
import { type Clock, createSystemClock } from "../base/clock.ts";
import { createSystemDice, type Dice } from "../base/dice.ts";
import { type Logger, silentLogger } from "../base/logger.ts";
import type { EngineOptions } from "./engine-options.ts";
import { type OpenedStore, openStore } from "./open-store.ts";
import type { Thorp } from "./thorp.ts";

/** What every engine has at its bottom. */
export interface EngineGround {
  readonly opened: OpenedStore;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly logger: Logger;
}

/** Puts an engine together over an open store, which it owns and closes, also when it rejects. */
export type ComposeEngine = (options: EngineOptions, ground: EngineGround) => Promise<Thorp>;

/** `load` brings the code of the engine, while the store's thread starts. Rejects as `createEngine` does. */
export async function openEngine(options: EngineOptions, load: () => Promise<ComposeEngine>): Promise<Thorp> {
  const { clock = createSystemClock(), dice = createSystemDice(), logger = silentLogger } = options;
  const opening = openStore(options, { clock, logger });
  const loading = load();
  const opened = await opening;
  const compose = await loading.catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  return compose(options, { opened, clock, dice, logger });
}
