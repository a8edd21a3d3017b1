/** What a person does with an Ollama server beside asking it: see, fetch, load and unload models. */
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import { errorFromStream } from "../transport/call-errors.ts";
import { readJson } from "../transport/read-json.ts";
import { messageFromJson } from "../transport/server-message.ts";
import { streamText } from "../transport/stream-text.ts";
import { createLineReader } from "./line-reader.ts";
import { type OllamaServer, ollamaRequest, ollamaTarget } from "./server.ts";

/** A model on the server's disk. */
export interface InstalledModel {
  readonly name: string;
  readonly bytes: number;
  readonly family: string | undefined;
  /** `3.2B` */
  readonly parameters: string | undefined;
  /** `Q4_K_M` */
  readonly quantization: string | undefined;
}

/** A model in the server's memory. */
export interface LoadedModel {
  readonly name: string;
  readonly bytes: number;
  /** Of these, on the graphics card. */
  readonly bytesOnGpu: number;
  /** The window it was loaded with. */
  readonly context: number | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number | undefined;
}

/** What the server knows of a model. */
export interface ModelDetails {
  /** `completion`, `tools`, `vision`, `embedding`, `thinking`, as the server says. */
  readonly capabilities: readonly string[];
  /** The window that the weights were made for. */
  readonly context: number | undefined;
  readonly family: string | undefined;
  readonly parameters: string | undefined;
  readonly quantization: string | undefined;
}

/** How far a download is; `total` and `completed` in bytes. */
export interface PullProgress {
  readonly status: string;
  readonly digest?: string;
  readonly total?: number;
  readonly completed?: number;
}

/** How a model is loaded. */
export interface LoadOptions {
  /** How long it stays: seconds, `10m`, -1 (the default) for always. */
  readonly keepAlive?: string | number | undefined;
  /** Tokens of the window to load it with; the server's own default otherwise. */
  readonly context?: number;
}

/** All reject with a ThorpError. */
export interface OllamaAdmin {
  version(signal?: AbortSignal): Promise<string>;
  tags(signal?: AbortSignal): Promise<readonly InstalledModel[]>;
  ps(signal?: AbortSignal): Promise<readonly LoadedModel[]>;
  show(model: string, signal?: AbortSignal): Promise<ModelDetails>;
  /** Ends after `success`; throws when the server says that it failed. Leaving the loop closes the connection. */
  pull(model: string, signal?: AbortSignal): AsyncIterable<PullProgress>;
  load(model: string, how?: LoadOptions, signal?: AbortSignal): Promise<void>;
  unload(model: string, signal?: AbortSignal): Promise<void>;
}

/** Every member rejects with `model-unavailable` when the server is not there. */
export function createOllamaAdmin(server: OllamaServer): OllamaAdmin {
  const { transport, clock, timeouts } = server;
  const ask = async (path: string, signal: AbortSignal | undefined, body?: Readonly<Record<string, unknown>>) => {
    const target = ollamaTarget(server, path, typeof body?.["model"] === "string" ? body["model"] : "");
    const request = ollamaRequest(server, target, body && JSON.stringify(body));
    return (await readJson({ transport, clock, timeouts, target, signal, request })).value;
  };
  return {
    version: async (signal) => textOf((await ask("/api/version", signal))["version"]) ?? "",
    tags: async (signal) => rowsOf(await ask("/api/tags", signal)).map(installedFrom),
    ps: async (signal) => rowsOf(await ask("/api/ps", signal)).map(loadedFrom),
    show: async (model, signal) => detailsFrom(await ask("/api/show", signal, { model })),
    pull: (model, signal) => pull(server, model, signal),
    async load(model, { keepAlive = -1, context } = {}, signal) {
      const how = { model, keep_alive: keepAlive };
      const options = context === undefined ? undefined : { num_ctx: context };
      try {
        await ask("/api/generate", signal, { ...how, stream: false, options });
      } catch (error) {
        if (!(error instanceof ThorpError && /does not support generate/i.test(error.message))) throw error;
        // It only embeds.
        await ask("/api/embed", signal, { ...how, input: [] });
      }
    },
    async unload(model, signal) {
      await ask("/api/generate", signal, { model, keep_alive: 0, stream: false });
    },
  };
}

async function* pull(
  server: OllamaServer,
  model: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<PullProgress> {
  const { transport, clock, timeouts } = server;
  const target = ollamaTarget(server, "/api/pull", model);
  const request = ollamaRequest(server, target, JSON.stringify({ model, stream: true }));
  const ready: PullProgress[] = [];
  let isDone = false;
  const lines = createLineReader((text) => {
    const line = parseJson(text);
    if (!isRecord(line)) return;
    if (line["error"] !== undefined) throw errorFromStream(target, messageFromJson(line));
    ready.push(progressFrom(line));
    isDone ||= line["status"] === "success";
  });
  for await (const text of streamText({ transport, clock, timeouts, target, signal, request })) {
    lines.feed(text);
    yield* ready.splice(0);
  }
  lines.end();
  yield* ready.splice(0);
  if (!isDone)
    throw new ThorpError("model-unavailable", `${server.provider} stopped fetching ${model} half-way`, {
      hint: "Run it again: it goes on where it stopped.",
    });
}

type Row = Readonly<Record<string, unknown>>;

function rowsOf(answer: Row): readonly Row[] {
  return Array.isArray(answer["models"]) ? answer["models"].filter(isRecord) : [];
}

function installedFrom(row: Row): InstalledModel {
  return {
    name: textOf(row["name"]) ?? textOf(row["model"]) ?? "",
    bytes: Number(row["size"] ?? 0),
    ...kindFrom(row["details"]),
  };
}

function loadedFrom(row: Row): LoadedModel {
  const expires = Date.parse(String(row["expires_at"]));
  return {
    name: textOf(row["name"]) ?? textOf(row["model"]) ?? "",
    bytes: Number(row["size"] ?? 0),
    bytesOnGpu: Number(row["size_vram"] ?? 0),
    context: numberOf(row["context_length"]),
    expiresAt: Number.isNaN(expires) ? undefined : expires,
  };
}

function detailsFrom(answer: Row): ModelDetails {
  const info = isRecord(answer["model_info"]) ? answer["model_info"] : {};
  const architecture = textOf(info["general.architecture"]) ?? "";
  const known = answer["capabilities"];
  return {
    capabilities: Array.isArray(known) ? known.map(String) : [],
    context: numberOf(info[`${architecture}.context_length`]),
    ...kindFrom(answer["details"]),
  };
}

function kindFrom(details: unknown): Pick<InstalledModel, "family" | "parameters" | "quantization"> {
  const row = isRecord(details) ? details : {};
  return {
    family: textOf(row["family"]),
    parameters: textOf(row["parameter_size"]),
    quantization: textOf(row["quantization_level"]),
  };
}

function progressFrom(line: Row): PullProgress {
  const [digest, total, completed] = [textOf(line["digest"]), numberOf(line["total"]), numberOf(line["completed"])];
  return {
    status: textOf(line["status"]) ?? "",
    ...(digest !== undefined && { digest }),
    ...(total !== undefined && { total }),
    ...(completed !== undefined && { completed }),
  };
}

function isRecord(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
