/** Where servers of the OpenAI chat protocol differ, as data. Nothing else in this folder asks which server it talks to. */

export const dialectNames = ["openai", "openrouter", "litellm", "vllm", "llama-server"] as const;
/** The servers whose ways are known; `openai` fits any other. */
export type DialectName = (typeof dialectNames)[number];

/** Call options that a server may not know. A dropped one becomes a warning in `stream-start`. */
export type Droppable = "topK" | "minP" | "presencePenalty" | "frequencyPenalty" | "seed";

/** How one kind of server differs. */
export interface Dialect {
  readonly name: DialectName;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxTokensField: "max_tokens" | "max_completion_tokens";
  /** Whether the usage must be asked for; OpenRouter always sends it. */
  readonly asksForUsage: boolean;
  readonly drops: readonly Droppable[];
  /** How an effort is put: as a field, inside `reasoning`, or as a switch of the chat template. */
  readonly reasoning: "reasoning_effort" | "reasoning.effort" | "enable_thinking";
  /** Under which name earlier reasoning goes back; undefined: not at all. */
  readonly reasoningBack?: "reasoning" | "reasoning_content";
  /** `strict` for schemas that qualify; the others constrain by grammar anyway. */
  readonly hasStrictSchemas: boolean;
  /** Sent with every request unless the call's provider options say otherwise. */
  readonly body: Readonly<Record<string, boolean | number | string>>;
  /**
   * What a check learns about the server: `models`: its list is complete and may tell windows; `props`: llama-server's
   * health and properties; `none`: its list is a catalogue, or leaves out what it serves.
   */
  readonly facts: "models" | "props" | "none";
  /**
   * What a reply's model name means: `itself`: the model that answered; `group`: one of several behind the asked name;
   * `anything`: the server has one model, whatever it is called.
   */
  readonly answersAs: "itself" | "group" | "anything";
  /** How this server words a prompt that does not fit, beside the common wordings. */
  readonly contextErrors: readonly RegExp[];
  readonly unreachableHint?: string;
}

/** All of them, by name. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  openai: {
    name: "openai",
    headers: {},
    maxTokensField: "max_completion_tokens",
    asksForUsage: true,
    drops: ["topK", "minP"],
    reasoning: "reasoning_effort",
    hasStrictSchemas: true,
    body: {},
    facts: "none",
    answersAs: "itself",
    contextErrors: [],
  },
  openrouter: {
    name: "openrouter",
    headers: { "X-Title": "Thorp" },
    maxTokensField: "max_tokens",
    asksForUsage: false,
    drops: [],
    reasoning: "reasoning.effort",
    reasoningBack: "reasoning",
    hasStrictSchemas: true,
    body: {},
    facts: "none",
    answersAs: "itself",
    contextErrors: [/maximum context/i],
  },
  litellm: {
    name: "litellm",
    headers: {},
    maxTokensField: "max_tokens",
    asksForUsage: true,
    drops: [],
    reasoning: "reasoning_effort",
    reasoningBack: "reasoning_content",
    hasStrictSchemas: true,
    body: {},
    facts: "none",
    answersAs: "group",
    contextErrors: [/ContextWindowExceededError/],
    unreachableHint: "Start the proxy (`litellm --config FILE`), or mend its url in the catalogue.",
  },
  vllm: {
    name: "vllm",
    headers: {},
    maxTokensField: "max_tokens",
    asksForUsage: true,
    drops: [],
    reasoning: "enable_thinking",
    reasoningBack: "reasoning_content",
    hasStrictSchemas: false,
    body: {},
    facts: "models",
    answersAs: "itself",
    contextErrors: [/max_model_len/i, /longer than the maximum model length/i],
    unreachableHint: "Start the server (`vllm serve MODEL`), or mend its url in the catalogue.",
  },
  "llama-server": {
    name: "llama-server",
    headers: {},
    maxTokensField: "max_tokens",
    asksForUsage: true,
    drops: [],
    reasoning: "enable_thinking",
    reasoningBack: "reasoning_content",
    hasStrictSchemas: false,
    body: { cache_prompt: true },
    facts: "props",
    answersAs: "anything",
    contextErrors: [/exceed_context_size_error/, /exceeds the available context/i],
    unreachableHint: "Start the server (`llama-server -m FILE`), or mend its url in the catalogue.",
  },
};
