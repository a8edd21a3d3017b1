/** For tests: a directory of scripted models, and a call to ask them with. */
import type { Clock } from "../../base/clock.ts";
import { type MicroDollars, microDollars } from "../../base/money.ts";
import { createLedger } from "../../budget/ledger.ts";
import type { BudgetSettings } from "../../budget/scopes.ts";
import { createSecretFilter } from "../../guard/secret-filter.ts";
import type { Brief } from "../../models/brief.ts";
import type { LanguageModelV4, LanguageModelV4CallOptions, Tier } from "../../models/language-model.ts";
import { costOf, listPrice, type Price } from "../../models/price.ts";
import type { SpendRow } from "../../storage/store.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../testing/scripted-model.ts";
import type { Script } from "../../testing/scripted-reply.ts";
import { createTextCache, type KeyValueCache } from "../text-cache.ts";
import { createAnswerCache } from "./answer-cache.ts";
import { createCallBudget } from "./call-budget.ts";
import { type CallModelServices, createCallModel } from "./call-model.ts";
import { createServerChooser } from "./choose-server.ts";
import type { ModelCall } from "./model-call.ts";
import type { ModelDirectory, ModelInfo } from "./model-directory.ts";
import { createModelQueue } from "./model-queue.ts";

export interface TestModel extends Partial<Omit<ModelInfo, "id">> {
  readonly tier: Tier;
  readonly script: Script<LanguageModelV4CallOptions, ScriptedModelReply>;
  /** Micro-dollars per million tokens; `unknown`: nobody says. Free when absent. */
  readonly price?: Price | "unknown";
  readonly obstacle?: string;
  /** The obstacle is that nobody has connected it. */
  readonly absent?: boolean;
  /** Servers that are down. */
  readonly down?: readonly string[];
  /** Instead of the scripted one. */
  readonly languageModel?: LanguageModelV4;
}

export interface TestDirectory extends ModelDirectory {
  /** `small up`, `big rate-limited`; with the server where there are several. */
  readonly noted: readonly string[];
  /** Calls that reached a model, in order: its id. */
  readonly called: readonly string[];
  callsOf(id: string): readonly LanguageModelV4CallOptions[];
}

function createTestDirectory(
  models: Readonly<Record<string, TestModel>>,
  clock: Clock,
  log: string[] = [],
): TestDirectory {
  const noted: string[] = [];
  const called: string[] = [];
  const calls = new Map<string, LanguageModelV4CallOptions[]>();
  const made = new Map<string, LanguageModelV4>();
  for (const [id, { script, languageModel }] of Object.entries(models)) {
    const inner = languageModel ?? createScriptedModel({ script, clock, modelId: id });
    const doStream: LanguageModelV4["doStream"] = (options) => {
      log.push(`call ${id}`);
      called.push(id);
      calls.set(id, [...(calls.get(id) ?? []), options]);
      return inner.doStream(options);
    };
    made.set(id, { ...inner, doStream });
  }
  const placeOf = ({ id, servers }: ModelInfo, server: string) => (servers.length === 1 ? id : `${id} ${server}`);
  const modelOf = (id: string): TestModel => models[id] as TestModel;
  const priceOf = (id: string): Price | undefined => {
    const { price = { input: 0, output: 0 } } = modelOf(id);
    return price === "unknown" ? undefined : price;
  };
  return {
    noted,
    called,
    callsOf: (id) => calls.get(id) ?? [],
    info(id) {
      const model = models[id];
      if (model === undefined) return undefined;
      const {
        script: _,
        languageModel: _model,
        price,
        obstacle: _obstacle,
        absent: _absent,
        down: _down,
        ...rest
      } = model;
      return {
        id,
        provider: id,
        line: id,
        servers: [id],
        slots: 4,
        context: 8000,
        free: price === undefined,
        capabilities: ["tools"],
        ...rest,
      };
    },
    obstacle({ id }) {
      const { obstacle, absent } = modelOf(id);
      return obstacle === undefined
        ? undefined
        : { reason: obstacle, ...(absent === undefined ? {} : { isAbsent: absent }) };
    },
    admits: (server) => !Object.values(models).some(({ down }) => down?.includes(server)),
    async languageModel({ id }, server) {
      const model = made.get(id) as LanguageModelV4;
      return { ...model, doStream: (options) => model.doStream({ ...options, headers: { server } }) };
    },
    noteSuccess: (model, server) => noted.push(`${placeOf(model, server)} up`),
    noteFailure: (model, server, error) => noted.push(`${placeOf(model, server)} ${error.code}`),
    countTokens: (_model, prompt, tools) => Math.ceil(JSON.stringify(prompt).length / 4) + tools.length * 100,
    listPrice({ id }, { inputTokens, outputTokens, images }) {
      const price = priceOf(id);
      if (price === undefined) return microDollars(Infinity);
      return microDollars(listPrice(price, inputTokens, outputTokens) + (price.image ?? 0) * images);
    },
    costOf: ({ id }, { finish: { usage, providerMetadata }, images }) =>
      costOf({ usage, providerMetadata, price: priceOf(id), pieces: { images } })?.cost,
    answeredBy: ({ id }, named) =>
      named === undefined || named === id ? undefined : { model: named, notice: `${id} was answered by ${named}` },
  };
}

export interface TestGatewayOptions {
  readonly models: Readonly<Record<string, TestModel>>;
  readonly clock: Clock;
  readonly log?: string[];
  readonly budget?: BudgetSettings;
  readonly spend?: readonly SpendRow[];
  readonly cache?: KeyValueCache;
  readonly secrets?: readonly string[];
  readonly blobs?: Readonly<Record<string, Uint8Array>>;
}

/** The real stages around scripted models. */
export function createTestGateway({
  models,
  clock,
  log,
  budget = {},
  spend = [],
  cache,
  secrets = [],
  blobs = {},
}: TestGatewayOptions) {
  const directory = createTestDirectory(models, clock, log);
  const ledger = createLedger(spend);
  const services: CallModelServices = {
    clock,
    directory,
    queue: createModelQueue(clock),
    budget: createCallBudget({ ledger, settings: () => budget, now: clock.now }),
    secrets: createSecretFilter(secrets),
    cache: createAnswerCache(createTextCache({ open: async () => cache })),
    dice: () => 0.5,
    readBlob: async (blob) => blobs[blob],
    servers: createServerChooser({ clock, dice: () => 0, admits: (server) => directory.admits(server) }),
  };
  return { directory, ledger, queue: services.queue, callModel: createCallModel(services) };
}

const brief: Brief = {
  purpose: "work",
  agent: { name: "manager", kind: "manager", description: "", examples: [], capabilities: [] },
  request: "Do it.",
  history: [],
  files: [],
  inputs: [],
  toolCalls: [],
  learned: [],
  tools: [],
  delegates: [],
  missing: [],
  now: 0,
  timeZone: "UTC",
};

/** A call of an agent whose models are named as their tiers, unless told otherwise. */
export function testCall(
  options: Partial<ModelCall> & { readonly models?: ModelCall["agent"]["models"] } = {},
): ModelCall {
  const { models = { embedded: "embedded", local: "local", frontier: "frontier" }, ...rest } = options;
  return {
    step: "model-1",
    brief,
    agent: { name: "manager", models, threshold: 0.5 },
    promptFor: () => ({ messages: [{ role: "user", content: [{ type: "text", text: "Do it." }] }], trimmed: [] }),
    tools: [],
    labels: ["person"],
    complexity: 0.2,
    complexityReasons: [],
    cacheable: false,
    firstTry: true,
    ...rest,
  };
}

/** $1 and $2 per million tokens: a micro-dollar per token of input, two per token of output. */
export const oneAndTwo: Price = { input: 1_000_000, output: 2_000_000 };

export const money = (amount: number) => amount as MicroDollars;
