/**
 * What a catalogue says about how a model is asked: ranges and defaults of its parameters, what it does not take, words
 * for its system prompt, forms of its answers. Whatever a call wanted and does not get is told in a notice.
 */
import type { AnswerFormat, Effort, ModelFields, ParameterFields, ParameterName } from "./catalogue-schema.ts";
import type { LanguageModelV4CallOptions } from "./language-model.ts";

/** How a model wants to be asked. */
export interface ModelSettings {
  readonly parameters: ParameterFields;
  readonly unsupported: readonly ParameterName[];
  /** Put after the system prompt of every call. */
  readonly system?: string;
  /** Undefined: whatever is asked for. */
  readonly formats?: readonly AnswerFormat[];
  /** The effort of thinking, where a call does not say. */
  readonly reasoning?: Effort;
}

/** Undefined for a model about which the catalogue says nothing of the kind. */
export function settingsFromFields(fields: ModelFields): ModelSettings | undefined {
  const { parameters, unsupported, system, formats, reasoning } = fields;
  if ([parameters, unsupported, system, formats, reasoning].every((field) => field === undefined)) return undefined;
  return {
    parameters: parameters ?? {},
    unsupported: unsupported ?? [],
    ...(system !== undefined && { system }),
    ...(formats !== undefined && { formats }),
    ...(reasoning !== undefined && { reasoning }),
  };
}

/** The parameters of the seam by their names in the catalogue; `min_p`, which it does not have, goes another way. */
const OPTION_BY_PARAMETER = {
  temperature: "temperature",
  top_p: "topP",
  top_k: "topK",
  seed: "seed",
  presence_penalty: "presencePenalty",
  frequency_penalty: "frequencyPenalty",
} as const satisfies Partial<Record<ParameterName, keyof LanguageModelV4CallOptions>>;

type OptionName = (typeof OPTION_BY_PARAMETER)[keyof typeof OPTION_BY_PARAMETER];
/** What a call asks for, by the names of the seam. */
export type WantedParameters = Partial<Record<OptionName, number | undefined>>;

/** What the model gets. */
export interface FittedParameters {
  readonly options: Partial<Record<OptionName, number>> & { readonly reasoning?: Effort };
  /** What was moved into its range or left out, in words. */
  readonly notices: readonly string[];
}

const NOTHING: FittedParameters = { options: {}, notices: [] };

/** `wanted`: what the agent asks for. A default fills what it does not name, silently. */
export function fitParameters(settings: ModelSettings | undefined, wanted: WantedParameters): FittedParameters {
  if (settings === undefined && Object.values(wanted).every((value) => value === undefined)) return NOTHING;
  const options: Partial<Record<OptionName, number>> = {};
  const notices: string[] = [];
  for (const [parameter, option] of Object.entries(OPTION_BY_PARAMETER) as [
    keyof typeof OPTION_BY_PARAMETER,
    OptionName,
  ][]) {
    const asked = wanted[option];
    const { min = -Infinity, max = Infinity, default: byDefault } = settings?.parameters[parameter] ?? {};
    if (settings?.unsupported.includes(parameter)) {
      if (asked !== undefined) notices.push(`${parameter} ${asked} was left out: the model does not take it`);
      continue;
    }
    const value = asked ?? byDefault;
    if (value === undefined) continue;
    const fitted = Math.min(max, Math.max(min, value));
    if (asked !== undefined && fitted !== asked)
      notices.push(`${parameter} ${asked} became ${fitted}: the model takes ${rangeWords(min, max)}`);
    options[option] = fitted;
  }
  return { options: { ...options, ...(settings?.reasoning && { reasoning: settings.reasoning }) }, notices };
}

function rangeWords(min: number, max: number): string {
  if (min === -Infinity) return `at most ${max}`;
  return max === Infinity ? `at least ${min}` : `${min} to ${max}`;
}

/** How an answer is asked for. */
export interface FittedFormat {
  readonly responseFormat?: LanguageModelV4CallOptions["responseFormat"];
  /** For the system prompt, where the server does not hold the answer to the schema. */
  readonly instruction?: string;
  readonly notices: readonly string[];
}

/** A schema that a server cannot enforce is asked for in words. */
export function fitFormat(settings: ModelSettings | undefined, schema: object | undefined): FittedFormat {
  if (schema === undefined) return { notices: [] };
  const formats = settings?.formats;
  if (formats === undefined || formats.includes("json_schema"))
    return { responseFormat: { type: "json", schema }, notices: [] };
  const instruction = `Answer with JSON alone that follows this JSON schema:\n${JSON.stringify(schema)}`;
  return formats.includes("json")
    ? { responseFormat: { type: "json" }, instruction, notices: ["the schema was put in words: the model takes none"] }
    : { instruction, notices: ["JSON was asked for in words: the model has no such answers"] };
}

/** Every call's extra field `min_p`, which the seam has no name for. */
export function fixedMinP(settings: ModelSettings | undefined): number | undefined {
  return settings === undefined || settings.unsupported.includes("min_p")
    ? undefined
    : settings.parameters.min_p?.default;
}
