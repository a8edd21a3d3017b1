/** What a person does with llama-server in router mode: see which models are loaded, load and unload them. */
import { ThorpError } from "../../base/errors.ts";
import { readJson } from "../transport/read-json.ts";
import { callTarget, type OpenAiServer, requestHeaders } from "./language-model.ts";

/** A model as the list of a server shows it. */
export interface ServedModel {
  readonly name: string;
  /** `loaded`, `loading`, `unloaded`, as the server says; undefined for a server that holds what it serves. */
  readonly state: string | undefined;
}

/** Models of any server of this protocol. Rejects with a ThorpError. */
export async function servedModels(server: OpenAiServer, signal?: AbortSignal): Promise<readonly ServedModel[]> {
  const target = callTarget(server, "", "/models");
  const { "content-type": _, ...headers } = requestHeaders(server);
  const { transport, clock, timeouts } = server;
  const request = { method: "GET", url: target.url, headers } as const;
  const { value } = await readJson({ transport, clock, timeouts, target, signal, request });
  return Array.isArray(value["data"]) ? value["data"].flatMap(servedFrom) : [];
}

/** Rejects with `model-refused` for a server that was not started as a router. */
export async function changeLoaded(
  server: OpenAiServer,
  change: { readonly what: "load" | "unload"; readonly model: string },
  signal?: AbortSignal,
): Promise<void> {
  const { what, model } = change;
  const { transport, clock, timeouts } = server;
  const target = { ...callTarget(server, model, ""), url: new URL(`/models/${what}`, server.url) };
  const request = {
    method: "POST",
    url: target.url,
    headers: requestHeaders(server),
    body: JSON.stringify({ model }),
  } as const;
  try {
    await readJson({ transport, clock, timeouts, target, signal, request });
  } catch (error) {
    if (!(error instanceof ThorpError && (error.code === "model-unknown" || error.code === "model-refused")))
      throw error;
    throw new ThorpError("model-refused", `${server.provider} cannot ${what} ${model}: ${error.message}`, {
      hint: "Only a llama-server in router mode (started without a model) loads and unloads models.",
    });
  }
}

function servedFrom(row: unknown): readonly ServedModel[] {
  if (typeof row !== "object" || row === null) return [];
  const { id, status } = row as { id?: unknown; status?: { value?: unknown } | null };
  if (typeof id !== "string") return [];
  return [{ name: id, state: typeof status?.value === "string" ? status.value : undefined }];
}
