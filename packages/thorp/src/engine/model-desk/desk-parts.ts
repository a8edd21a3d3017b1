/** What every part of the model desk works with. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Clock } from "../../base/clock.ts";
import type { Catalogue } from "../../models/catalogue.ts";
import type { addressOf } from "../../models/provider-address.ts";
import type { Providers } from "../../models/providers.ts";
import type { EngineOptions } from "../engine-options.ts";

/** Made once for all calls of a desk. */
export interface DeskParts {
  readonly options: EngineOptions;
  readonly catalogue: Catalogue;
  readonly providers: Providers;
  readonly clock: Clock;
  /** Throws `usage` where the program has no configuration folder. */
  readonly configFolder: () => string;
  /** Lists are often open to everybody, so a key that is not set is no reason not to ask. */
  readonly serverOf: (provider: string) => ReturnType<typeof addressOf>;
}

/** A crash leaves the old file whole. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
