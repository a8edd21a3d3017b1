/** The options of one attempt: prompt, tools, room for the answer, parameters, all as the model takes them. */
import { ThorpError } from "../../base/errors.ts";
import { sanitisePrompt } from "../../guard/sanitise-prompt.ts";
import { type MediaFile, type MediaKind, mediaFiles, mediaTakenBy } from "../../models/brief-media.ts";
import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from "../../models/language-model.ts";
import { fitFormat, fitParameters, type ModelSettings } from "../../models/model-settings.ts";
import { fitTools } from "./fit-tools.ts";
import type { BuiltPrompt, ModelCall } from "./model-call.ts";
import type { ModelDirectory, ModelInfo } from "./model-directory.ts";

/** A call, and the model that is going to be asked. */
export interface CallToFit {
  readonly call: ModelCall;
  readonly model: ModelInfo;
  /** 1, or after a context-length error the share of the refused prompt and answer that is sent now. */
  readonly windowShare: number;
  /** The server refused to hold an answer to a schema: it is asked for in words. */
  readonly describesSchema: boolean;
  /** The model thought and said nothing: it is told to answer. */
  readonly asksToAnswer: boolean;
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
/** Below this an answer says nothing. Tokens. */
const SHORTEST_ANSWER = 256;
const ANSWER_NOW = "Answer now, in a few words, without thinking any further.";
/** Of a server that takes no form of answer but text. */
const TEXT_ONLY: ModelSettings = { parameters: {}, unsupported: [], formats: [] };

/** Throws `context-length` when tools and answer leave no room for a prompt. */
export function callOptions(
  directory: Pick<ModelDirectory, "countTokens">,
  { call, model, windowShare, describesSchema, asksToAnswer }: CallToFit,
): FittedCall {
  const format = fitFormat(describesSchema ? TEXT_ONLY : model.settings, call.schema);
  const parameters = fitParameters(model.settings, { temperature: call.temperature, ...call.sampling });
  const addition = [model.settings?.system, format.instruction].filter((text) => text !== undefined).join("\n\n");
  const added = (prompt: LanguageModelV4Prompt): LanguageModelV4Prompt => {
    const whole = addition === "" ? prompt : withSystem(prompt, addition);
    return asksToAnswer ? withLastWords(whole, ANSWER_NOW) : whole;
  };
  const nothing = added([]);
  const takes = mediaTakenBy(model.capabilities);
  const fitted = fitWindow(directory, {
    ...{ call, model, windowShare, takes },
    additionTokens: nothing.length === 0 ? 0 : directory.countTokens(model, nothing, []),
  });
  const untaken = model.tier === "embedded" ? [] : mediaFiles(call.brief).filter(({ kind }) => !takes.includes(kind));
  return {
    options: {
      prompt: added(sanitisePrompt(fitted.prompt.messages)),
      maxOutputTokens: fitted.maxOutputTokens,
      ...(fitted.tools.length > 0 ? { tools: [...fitted.tools], ...toolChoiceOf(call) } : {}),
      ...parameters.options,
      ...(format.responseFormat && { responseFormat: format.responseFormat }),
      // The rules model reads the brief; adapters ignore what is not addressed to them, so it never leaves the process.
      ...(model.tier === "embedded"
        ? { providerOptions: { thorp: { purpose: call.brief.purpose, brief: call.brief } as never } }
        : {}),
    },
    notices: [
      ...trimmedNotice(fitted.prompt, call.tools.length - fitted.tools.length),
      ...parameters.notices,
      ...format.notices,
      ...untaken.map((file) => unheard(file, model)),
    ],
  };
}

function toolChoiceOf({ toolChoice }: ModelCall): Pick<LanguageModelV4CallOptions, "toolChoice"> {
  if (toolChoice === undefined) return {};
  return { toolChoice: toolChoice === "required" ? { type: "required" } : { type: "tool", toolName: toolChoice.tool } };
}

interface WindowToFit extends Pick<CallToFit, "call" | "model" | "windowShare"> {
  readonly takes: readonly MediaKind[];
  /** Of what is put beside the call's own prompt. */
  readonly additionTokens: number;
}

/** Prompt, tools and answer, so that all of them together fit. */
function fitWindow(
  directory: Pick<ModelDirectory, "countTokens">,
  { call, model, windowShare, takes, additionTokens }: WindowToFit,
) {
  const wantedOutput = Math.min(
    call.maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS,
    model.maxOutputTokens ?? Infinity,
    Math.floor(model.context / 3),
  );
  const count = counter((messages) => directory.countTokens(model, messages, []));
  const promptFor = promptFitter((tokens) => call.promptFor(tokens, takes), count);
  const tools =
    model.tier === "embedded"
      ? call.tools
      : fitTools(call.tools, call.leaveOutFirst ?? (() => []), {
          room: model.context - wantedOutput - additionTokens,
          count: (some) => directory.countTokens(model, [], some),
          promptTokens: (window) => (window < SMALLEST_PROMPT ? Infinity : count(promptFor(window).messages)),
        });
  const around = additionTokens + (tools.length === 0 ? 0 : directory.countTokens(model, [], tools));
  const window = model.context - wantedOutput - around;
  if (window < SMALLEST_PROMPT) {
    throw new ThorpError(
      "context-length",
      `${model.id} has a window of ${model.context} tokens; tools and answer leave ${window} of them for the prompt.`,
    );
  }
  let output = wantedOutput;
  let prompt = promptFor(window);
  const over = count(prompt.messages) - window;
  // Where the least prompt is too long, rather a short answer than none.
  if (over > 0 && model.tier !== "embedded") {
    output = Math.min(wantedOutput, Math.max(SHORTEST_ANSWER, wantedOutput - over));
    prompt = promptFor(model.context - output - around);
  }
  return {
    tools,
    // A share of what was sent, not of the window: the prompt that was refused may have filled little of it.
    prompt: windowShare === 1 ? prompt : promptFor(Math.floor(count(prompt.messages) * windowShare)),
    // Servers count the answer's room too.
    maxOutputTokens: Math.ceil(output * windowShare),
  };
}

/** The same prompt is asked about several times, and counting a long one takes a while. */
function counter(count: (messages: LanguageModelV4Prompt) => number): (messages: LanguageModelV4Prompt) => number {
  const known = new Map<LanguageModelV4Prompt, number>();
  return (messages) => {
    const tokens = known.get(messages) ?? count(messages);
    known.set(messages, tokens);
    return tokens;
  };
}

/**
 * Prompts are fitted by an estimate for any model; this model's own may be higher. Asked again for less until it fits,
 * or until less is not to be had.
 */
function promptFitter(
  build: (window: number) => BuiltPrompt,
  count: (messages: LanguageModelV4Prompt) => number,
): (window: number) => BuiltPrompt {
  return (window) => {
    let prompt = build(window);
    let asked = window;
    for (let tries = 0; tries < 4 && window !== Infinity; tries++) {
      const tokens = count(prompt.messages);
      if (tokens <= window) break;
      asked = Math.floor((asked * window) / tokens) - 1;
      const shorter = build(asked);
      if (count(shorter.messages) >= tokens) break;
      prompt = shorter;
    }
    return prompt;
  };
}

function trimmedNotice({ trimmed }: BuiltPrompt, toolsGone: number): readonly string[] {
  const tools = toolsGone === 0 ? [] : [`${toolsGone} tools left out`];
  const all = [...trimmed, ...tools];
  return all.length === 0 ? [] : [`to fit the window: ${all.join(", ")}`];
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

/** In the person's last message where that is the end: two in a row are refused by several templates. */
function withLastWords(prompt: LanguageModelV4Prompt, text: string): LanguageModelV4Prompt {
  const last = prompt.at(-1);
  if (last?.role !== "user") return [...prompt, { role: "user", content: [{ type: "text", text }] }];
  const [only, ...more] = last.content;
  const content =
    only?.type === "text" && more.length === 0
      ? [{ ...only, text: `${only.text}\n\n${text}` }]
      : [...last.content, { type: "text" as const, text }];
  return [...prompt.slice(0, -1), { ...last, content }];
}
