/** What the catalogue makes of what happened: who really answered, what that costs, which models have been tested. */
import { isSameModel } from "../models/answered-model.ts";
import type { Catalogue, ModelEntry, ProviderEntry } from "../models/catalogue.ts";
import { fingerprintOf, readModelTests } from "../models/model-tests.ts";
import { dialects } from "../models/openai-compatible/dialects.ts";
import { isAuto } from "../models/openrouter-block.ts";
import type { Price } from "../models/price.ts";

/** The model that answered instead of the asked one. A notice where nobody could expect it. */
export function otherModel(
  catalogue: Catalogue,
  entry: ModelEntry,
  named: string,
): { readonly model: string; readonly notice?: string } | undefined {
  const meaning = meaningOfName(catalogue.providers.get(entry.provider));
  if (meaning === "anything" || isSameModel(entry.model, named)) return undefined;
  const isExpected =
    meaning === "group" ||
    isAuto(entry.model) ||
    entry.openrouter?.models?.some((name) => isSameModel(name, named)) === true;
  return isExpected ? { model: named } : { model: named, notice: `${entry.id} was asked, ${named} answered` };
}

/** Undefined when another model answered whose price nobody knows: then the reserve stands. */
export function billedPrice(catalogue: Catalogue, entry: ModelEntry, named: string | undefined): Price | undefined {
  const provider = catalogue.providers.get(entry.provider);
  if (named === undefined || provider?.dialect !== "openrouter" || isSameModel(entry.model, named)) return entry.price;
  return catalogue.models.find((model) => model.provider === entry.provider && isSameModel(model.model, named))?.price;
}

/** Ids of the models whose last test passed, as they are described now. Reads the file only if an entry asks for it. */
export async function passedTests(catalogue: Catalogue, file: string | undefined): Promise<ReadonlySet<string>> {
  const required = catalogue.models.filter(({ requiresTest }) => requiresTest);
  if (file === undefined || required.length === 0) return new Set();
  const records = await readModelTests(file);
  return new Set(
    required.flatMap((entry) => {
      const record = records[entry.id];
      const fingerprint = fingerprintOf(entry, catalogue.providers.get(entry.provider));
      return record?.ok === true && record.fingerprint === fingerprint ? [entry.id] : [];
    }),
  );
}

function meaningOfName(provider: ProviderEntry | undefined): "itself" | "group" | "anything" {
  if (provider === undefined || provider.kind === "rules") return "anything";
  return provider.kind === "openai" ? dialects[provider.dialect].answersAs : "itself";
}
