/** OpenRouter's list of models (`GET /models`): prices per token as text, windows, modalities, supported parameters. */
import type { AnswerFormat, Capability, PriceFields } from "../catalogue-schema.ts";
import {
  amountFrom,
  isCatalogueId,
  perMillion,
  type ReadList,
  recordFrom,
  type SyncedModel,
  textsFrom,
  unsupportedFrom,
  windowFrom,
} from "./synced-model.ts";

type Row = Readonly<Record<string, unknown>>;

/** `provider`: its name in the catalogue, which begins the ids. Whatever is missing or odd in a row is left open. */
export function readOpenRouterList(answer: Row, provider: string): ReadList {
  const models: SyncedModel[] = [];
  const skipped: string[] = [];
  for (const row of rowsOf(answer)) {
    const name = typeof row["id"] === "string" ? row["id"] : "";
    const id = `${provider}/${name}`;
    if (name === "" || !isCatalogueId(id)) skipped.push(`${name || "a row"}: has no usable id`);
    else if (!speaks(row)) skipped.push(`${name}: writes no text`);
    else models.push(modelFrom(id, row));
  }
  return { models, skipped };
}

function rowsOf(answer: Row): readonly Row[] {
  return Array.isArray(answer["data"]) ? answer["data"].map(recordFrom) : [];
}

/** Makers of pictures and sound alone are no models to talk to. */
function speaks(row: Row): boolean {
  const outputs = textsFrom(recordFrom(row["architecture"])["output_modalities"]);
  return outputs.length === 0 || outputs.includes("text") || outputs.includes("embeddings");
}

function modelFrom(id: string, row: Row): SyncedModel {
  const top = recordFrom(row["top_provider"]);
  const supported = textsFrom(row["supported_parameters"]);
  const context = windowFrom(top["context_length"]) ?? windowFrom(row["context_length"]);
  const maxOutput = amountFrom(top["max_completion_tokens"]);
  const price = priceFrom(recordFrom(row["pricing"]));
  const unsupported = unsupportedFrom(supported);
  const formats = formatsFrom(supported);
  return {
    id,
    ...(context !== undefined && { context }),
    ...(maxOutput !== undefined && maxOutput >= 1 && { max_output: Math.floor(maxOutput) }),
    ...(price && { price }),
    capabilities: capabilitiesFrom(row, supported),
    ...(unsupported.length > 0 && { unsupported: [...unsupported] }),
    ...(formats && { formats }),
  };
}

/** Undefined where a part is missing or negative: OpenRouter writes -1 for what depends on the model that it chooses. */
function priceFrom(pricing: Row): PriceFields | undefined {
  const rate = (name: string): number | undefined => {
    const amount = amountFrom(pricing[name]);
    return amount === undefined || amount < 0 ? undefined : amount;
  };
  const [input, output] = [rate("prompt"), rate("completion")];
  if (input === undefined || output === undefined) return undefined;
  // Zero means that nothing is charged apart; the rates of prompt and answer hold then.
  const extra = (name: string, factor: (amount: number) => number) => {
    const amount = rate(name);
    return amount === undefined || amount === 0 ? undefined : factor(amount);
  };
  const whole = (amount: number) => Number(amount.toPrecision(9));
  const extras = {
    cached_input: extra("input_cache_read", perMillion),
    cache_write: extra("input_cache_write", perMillion),
    reasoning: extra("internal_reasoning", perMillion),
    audio: extra("audio", perMillion),
    image: extra("image", whole),
    request: extra("request", whole),
  };
  const present = Object.entries(extras).filter(([, amount]) => amount !== undefined);
  return { input: perMillion(input), output: perMillion(output), ...Object.fromEntries(present) };
}

function capabilitiesFrom(row: Row, supported: readonly string[]): Capability[] {
  const { input_modalities, output_modalities } = recordFrom(row["architecture"]);
  const inputs = textsFrom(input_modalities);
  const found: Readonly<Partial<Record<Capability, boolean>>> = {
    tools: supported.includes("tools"),
    json: supported.includes("structured_outputs"),
    vision: inputs.includes("image"),
    audio: inputs.includes("audio"),
    files: inputs.includes("file"),
    reasoning: supported.includes("reasoning") || supported.includes("include_reasoning"),
    embedding: textsFrom(output_modalities).includes("embeddings"),
  };
  return Object.entries(found).flatMap(([name, has]) => (has ? [name as Capability] : []));
}

/** Undefined: everything that can be asked for, or nothing known. */
function formatsFrom(supported: readonly string[]): AnswerFormat[] | undefined {
  if (supported.length === 0 || supported.includes("structured_outputs")) return undefined;
  return supported.includes("response_format") ? ["text", "json"] : ["text"];
}
