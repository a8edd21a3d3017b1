/** Whether a server that answers has a model too: what it lists, asked anew each time, for a person who checks. */
import { isSameModel } from "./answered-model.ts";
import type { ProviderKind } from "./catalogue-schema.ts";
import { createOllamaAdmin } from "./ollama/admin.ts";
import type { OllamaServer } from "./ollama/server.ts";
import type { OpenAiServer } from "./openai-compatible/language-model.ts";
import { getJson } from "./probe.ts";
import { servedModels } from "./server-facts.ts";

/** A model by its names here and at the server, which is of this kind. */
export interface SoughtModel {
  readonly id: string;
  readonly model: string;
  readonly kind: ProviderKind;
}

/**
 * Names of models; undefined for a server whose list says nothing of what can be called: it serves one model under any
 * name, or has none to show. Rejects with a ThorpError as any call of the server does.
 */
export async function listedModels(
  server: OpenAiServer & OllamaServer,
  kind: ProviderKind,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  if (kind === "ollama") return (await createOllamaAdmin(server).tags(signal)).map(({ name }) => name);
  if (kind !== "openai" || server.dialect.answersAs === "anything") return undefined;
  const models = servedModels(await getJson(server, "/models", signal)).map(({ id }) => id);
  // LiteLLM shows a wildcard where it hands on whatever name is asked.
  return models.length === 0 || models.some((name) => name.includes("*")) ? undefined : models;
}

/** Why a model cannot be called although its server is well; undefined when it stands in the list. */
export function notListed({ id, model, kind }: SoughtModel, listed: readonly string[]): string | undefined {
  if (listed.some((name) => isSameModel(model, name))) return undefined;
  if (kind === "ollama") return `not pulled; \`thorp models pull ${id}\` fetches it`;
  const shown = listed.slice(0, 3).join(", ");
  return `its server answers, but does not list it; it lists ${shown}${listed.length > 3 ? " and more" : ""}`;
}
