/** Where files about models lie. Imports nothing heavy: the settings are read before anything is loaded. */
import { join } from "node:path";

/** Written by `thorp models sync` alone, in the configuration folder; every such file is part of the catalogue. */
export function syncedCatalogue(configFolder: string, provider: string): string {
  return join(configFolder, `models.${provider}.yaml`);
}

/** Written by the person, and by `thorp models add`. */
export function ownCatalogue(configFolder: string): string {
  return join(configFolder, "models.yaml");
}

/** Results of `thorp models test`, in the data folder. */
export function modelTestsPath(dataDir: string): string {
  return join(dataDir, "model-tests.json");
}
