/** The options of one attempt: prompt, room for the answer, parameters, all as the model takes them. */
import { ThorpError } from "../../base/errors.ts";
import { type MediaFile, mediaFiles, mediaTakenBy } from "../../models/brief-media.ts";
import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from "../../models/language-model.ts";
import { fitFormat, fitParameters } from "../../models/model-settings.ts";
import type { BuiltPrompt, ModelCall } from "./model-call.ts";
import type { ModelDirectory, ModelInfo } from "./model-directory.ts";

/** A call, and the model that is going to be asked. */
export interface CallToFit {
  readonly call: ModelCall;
  readonly model: ModelInfo;
  /** 1, or after a context-length error the share of the refused prompt and answer that is sent now. */
  readonly windowShare: number;
}

/** A call as one model gets it. */
export interface FittedCall {
  /** Files stand in the prompt by reference. */
  readonly options: LanguageModelV4CallOptions;
  /** What of the call the model does not get as it was meant, in words. */
  readonly notices: readonly string[];
}

const DEFAULT_OUTPUT_TOKENS = 4096;
/** With less room than this for the prompt a model is not worth asking. Tokens. */
const SMALLEST_PROMPT = 128;

/** Throws `context-length` when tools and answer leave no room for a prompt. */
export function callOptions(directory: ModelDirectory, { call, model, windowShare }: CallToFit): FittedCall {
  const mostOutput = Math.min(
    call.maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS,
    model.maxOutputTokens ?? Infinity,
    Math.floor(model.context / 3),
  );
  // Servers count the answer's room too.
  const maxOutputTokens = Math.ceil(mostOutput * windowShare);
  const format = fitFormat(model.settings, call.schema);
  const parameters = fitParameters(model.settings, { temperature: call.temperature });
  const addition = [model.settings?.system, format.instruction].filter((text) => text !== undefined).join("\n\n");
  const additionTokens = addition === "" ? 0 : directory.countTokens(model, withSystem([], addition), []);
  const toolTokens = call.tools.length === 0 ? 0 : directory.countTokens(model, [], call.tools);
  const window = model.context - mostOutput - toolTokens - additionTokens;
  if (window < SMALLEST_PROMPT) {
    throw new ThorpError(
      "context-length",
      `${model.id} has a window of ${model.context} tokens; tools and answer leave ${window} of them for the prompt.`,
    );
  }
  const takes = mediaTakenBy(model.capabilities);
  const whole = call.promptFor(window, takes);
  // A share of what was sent, not of the window: the prompt that was refused may have filled little of it.
  const fitted =
    windowShare === 1
      ? whole
      : call.promptFor(Math.floor(directory.countTokens(model, whole.messages, []) * windowShare), takes);
  const untaken = model.tier === "embedded" ? [] : mediaFiles(call.brief).filter(({ kind }) => !takes.includes(kind));
  return {
    options: {
      prompt: addition === "" ? fitted.messages : withSystem(fitted.messages, addition),
      maxOutputTokens,
      ...(call.tools.length > 0 ? { tools: [...call.tools] } : {}),
      ...parameters.options,
      ...(format.responseFormat && { responseFormat: format.responseFormat }),
      // The rules model reads the brief; adapters ignore what is not addressed to them, so it never leaves the process.
      ...(model.tier === "embedded"
        ? { providerOptions: { thorp: { purpose: call.brief.purpose, brief: call.brief } as never } }
        : {}),
    },
    notices: [
      ...trimmedNotice(fitted),
      ...parameters.notices,
      ...format.notices,
      ...untaken.map((file) => unheard(file, model)),
    ],
  };
}

function trimmedNotice({ trimmed }: BuiltPrompt): readonly string[] {
  return trimmed.length === 0 ? [] : [`to fit the window: ${trimmed.join(", ")}`];
}

function unheard({ kind, path }: MediaFile, { id }: ModelInfo): string {
  return kind === "image"
    ? `${id} cannot see ${path}: it got a description; name a model with vision`
    : `${id} cannot hear ${path}: it got a description; name a model with audio`;
}

/** After the system prompt, so that what all calls share still comes first. */
function withSystem(prompt: LanguageModelV4Prompt, addition: string): LanguageModelV4Prompt {
  const [first, ...rest] = prompt;
  return first?.role === "system"
    ? [{ ...first, content: `${first.content}\n\n${addition}` }, ...rest]
    : [{ role: "system", content: addition }, ...prompt];
}
