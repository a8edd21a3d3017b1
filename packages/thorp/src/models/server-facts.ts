/** What model servers say about themselves: the models that they serve, and how large a window really is. */

/** One model of a server's list. */
export interface ServedModel {
  readonly id: string;
  /** Tokens; undefined where the server does not say. */
  readonly context: number | undefined;
}

/** Kept for the life of the process, renewed by every check. */
export interface ServerFacts {
  /** Undefined: the server did not say, or its list is not the whole truth. */
  readonly models?: readonly ServedModel[];
  /** Of every model of the server, in tokens. */
  readonly context?: number;
}

/** `data` of a model list. vLLM adds `max_model_len`, LM Studio and others `context_length`. */
export function servedModels(answer: Readonly<Record<string, unknown>>): readonly ServedModel[] {
  const rows = answer["data"];
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown) => {
    const { id, max_model_len, context_length } = (row ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof id !== "string" || id === "") return [];
    return [{ id, context: windowOf(max_model_len) ?? windowOf(context_length) }];
  });
}

/** llama-server's `/props`: the window of one slot, as it was started. */
export function windowFromProps(answer: Readonly<Record<string, unknown>>): number | undefined {
  const settings = answer["default_generation_settings"];
  const inside = (typeof settings === "object" && settings !== null ? settings : {}) as { readonly n_ctx?: unknown };
  return windowOf(inside.n_ctx) ?? windowOf(answer["n_ctx"]);
}

/** The real window of a model, where its server says one. */
export function realWindow(facts: ServerFacts | undefined, model: string): number | undefined {
  return facts?.models?.find(({ id }) => id === model)?.context ?? facts?.context;
}

/** Why a server that lists all its models does not have this one; undefined when it has, or does not say. */
export function notServed(facts: ServerFacts | undefined, model: string): string | undefined {
  const models = facts?.models;
  if (models === undefined || models.length === 0 || models.some(({ id }) => id === model)) return undefined;
  const shown = models.slice(0, 3).map(({ id }) => id);
  return `its server does not have it; it has ${shown.join(", ")}${models.length > 3 ? " and more" : ""}`;
}

function windowOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= 256 ? value : undefined;
}
