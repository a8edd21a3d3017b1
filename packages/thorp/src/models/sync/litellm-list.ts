/**
 * LiteLLM's groups (`GET /v1/model/info`): one row for each deployment, several under one name. A group promises only
 * what all its deployments hold, at the price of the dearest. Without the right to ask, `/v1/models` gives bare names.
 */
import type { Capability, PriceFields } from "../catalogue-schema.ts";
import {
  amountFrom,
  isCatalogueId,
  perMillion,
  type ReadList,
  recordFrom,
  type SyncedModel,
  windowFrom,
} from "./synced-model.ts";

type Row = Readonly<Record<string, unknown>>;

/** Takes either answer. `provider`: its name in the catalogue. */
export function readLiteLlmList(answer: Row, provider: string): ReadList {
  const rows = Array.isArray(answer["data"]) ? answer["data"].map(recordFrom) : [];
  const skipped: string[] = [];
  const groups = new Map<string, SyncedModel>();
  for (const row of rows) {
    const [name] = [row["model_name"], row["id"], "a row"].filter((text): text is string => typeof text === "string");
    const id = `${provider}/${name === "a row" ? "" : name}`;
    const info = recordFrom(row["model_info"]);
    const mode = info["mode"];
    if (!isCatalogueId(id) || id.includes("*")) skipped.push(`${name}: has no name that can be asked for`);
    else if (typeof mode === "string" && !["chat", "completion", "responses", "embedding"].includes(mode))
      skipped.push(`${name}: its mode is ${mode}`);
    else {
      const model = modelFrom(id, info);
      const before = groups.get(id);
      groups.set(id, before === undefined ? model : joined(before, model));
    }
  }
  return { models: [...groups.values()], skipped };
}

function modelFrom(id: string, info: Row): SyncedModel {
  const context = windowFrom(info["max_input_tokens"]) ?? windowFrom(info["max_tokens"]);
  const maxOutput = amountFrom(info["max_output_tokens"]);
  const price = priceFrom(info);
  return {
    id,
    ...(context !== undefined && { context }),
    ...(maxOutput !== undefined && maxOutput >= 1 && { max_output: Math.floor(maxOutput) }),
    ...(price && { price }),
    ...(Object.keys(info).some((key) => key.startsWith("supports_") || key === "mode") && {
      capabilities: capabilitiesFrom(info),
    }),
  };
}

function priceFrom(info: Row): PriceFields | undefined {
  const rate = (name: string): number | undefined => {
    const amount = amountFrom(info[name]);
    return amount === undefined || amount < 0 ? undefined : perMillion(amount);
  };
  const [input, output] = [rate("input_cost_per_token"), rate("output_cost_per_token")];
  if (input === undefined || output === undefined) return undefined;
  const [cached_input, cache_write] = [rate("cache_read_input_token_cost"), rate("cache_creation_input_token_cost")];
  return {
    input,
    output,
    ...(cached_input !== undefined && { cached_input }),
    ...(cache_write !== undefined && { cache_write }),
  };
}

function capabilitiesFrom(info: Row): Capability[] {
  const found: Readonly<Partial<Record<Capability, boolean>>> = {
    tools: info["supports_function_calling"] === true,
    json: info["supports_response_schema"] === true,
    vision: info["supports_vision"] === true,
    audio: info["supports_audio_input"] === true,
    files: info["supports_pdf_input"] === true,
    reasoning: info["supports_reasoning"] === true,
    embedding: info["mode"] === "embedding",
  };
  return Object.entries(found).flatMap(([name, has]) => (has ? [name as Capability] : []));
}

/** Any of the two may serve the next call. */
function joined(one: SyncedModel, other: SyncedModel): SyncedModel {
  const context = least(one.context, other.context);
  const max_output = least(one.max_output, other.max_output);
  const price = one.price && other.price && dearer(one.price, other.price);
  const capabilities = one.capabilities?.filter((capability) => other.capabilities?.includes(capability));
  return {
    id: one.id,
    ...(context !== undefined && { context }),
    ...(max_output !== undefined && { max_output }),
    ...(price && { price }),
    ...(capabilities && { capabilities }),
  };
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

/** An extra rate that only one of the two has counts against the plain rate of the other. */
export function dearer(one: PriceFields, other: PriceFields): PriceFields {
  const input = Math.max(one.input, other.input);
  const output = Math.max(one.output, other.output);
  const rate = (name: "cached_input" | "cache_write" | "audio", plain: number) => {
    if (one[name] === undefined && other[name] === undefined) return {};
    return { [name]: Math.max(one[name] ?? plain, other[name] ?? plain) };
  };
  const piece = (name: "image" | "request") => {
    const most = Math.max(one[name] ?? 0, other[name] ?? 0);
    return most > 0 ? { [name]: most } : {};
  };
  const reasoning = Math.max(one.reasoning ?? one.output, other.reasoning ?? other.output);
  return {
    input,
    output,
    ...rate("cached_input", input),
    ...rate("cache_write", input),
    ...rate("audio", input),
    ...((one.reasoning ?? other.reasoning) !== undefined && { reasoning }),
    ...piece("image"),
    ...piece("request"),
  };
}
