/** The engine for programs and the CLI: it is there sooner, since its code loads while the store opens. */
import type { EngineOptions } from "./engine-options.ts";
import { openEngine } from "./open-engine.ts";
import type { Thorp } from "./thorp.ts";

/** Rejects with `data-locked` when another engine owns the data folder, `data-corrupt` and others as the Store says. */
export function createEngine(options: EngineOptions = {}): Promise<Thorp> {
  return openEngine(options, async () => (await import("./create-engine.ts")).composeEngine);
}
