/**
 * Every model call passes here: budget -> cache -> route -> reserve -> queue -> provider with retry, fallback and
 * circuit breaker -> settle -> events. One file per stage; this one holds their order.
 *
 * The whole call is one step of the run. It returns data for every expected failure; a model that is missing, slow or
 * broken degrades to the next one, and the outcome says so.
 */
import { type Clock, sleep } from "../../base/clock.ts";
import type { Dice } from "../../base/dice.ts";
import { type ErrorCode, errorTable, type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import { contentHash, type Json } from "../../base/json.ts";
import type { RouteRecord, StepCall } from "../../events/event.ts";
import type { RunContext, StepRun } from "../../events/run-context.ts";
import { mediaKinds } from "../../models/brief-media.ts";
import { tiers } from "../../models/language-model.ts";
import { chooseRoute } from "../../routing/choose-route.ts";
import { askAboutContent } from "../ask-about-content.ts";
import { causesBefore } from "./abstention.ts";
import type { AnswerCache } from "./answer-cache.ts";
import type { ModelCall, ModelOutcome } from "./model-call.ts";
import { type ModelCandidate, modelCandidates } from "./model-candidates.ts";
import { askerOf, type RunFacts } from "./run-facts.ts";
import { createSchemaSupport, jsonIn } from "./schema-support.ts";
import { type TryModelServices, type TryResult, tryModel } from "./try-model.ts";

/** What the stages need; one set for all runs of an engine. */
export interface CallModelServices extends Omit<TryModelServices, "schemas"> {
  readonly cache: AnswerCache;
  readonly dice: Dice;
}

type Services = CallModelServices & TryModelServices;

/** One model call as a recorded step. Expected failures are outcomes; it rejects only when the run cannot go on. */
export type CallModel = (context: RunContext, run: RunFacts, call: ModelCall) => Promise<ModelOutcome>;

/** Tries of one model before the next one is asked. */
const TRIES_PER_MODEL = 3;
/** What one server says of itself, not of the call: another one may have the model, the memory, the key. */
const SERVERS_OWN: ReadonlySet<ErrorCode> = new Set(["model-unknown", "model-refused"]);
/** No other model is asked after these. */
const STOPS: ReadonlySet<ErrorCode> = new Set(["cancelled", "deadline", "content-blocked"]);
/** A longer wait than this is not worth it while another model is free. Milliseconds. */
const LONGEST_WAIT = 15_000;

/** The stages in their order, over one set of services. */
export function createCallModel(given: CallModelServices): CallModel {
  const services: Services = { ...given, schemas: createSchemaSupport() };
  return async (context, run, call) => {
    const digest = digestOf(call);
    const outcome = await context.step<Json>({
      name: call.step,
      digest,
      run: async (step) =>
        (await answer(services, { step, run, call, digest, deadlineAt: run.deadlineAt?.(context) })) as unknown as Json,
    });
    return askedAbout(context, run, { call, outcome: outcome as unknown as ModelOutcome });
  };
}

interface AskableCall {
  readonly call: ModelCall;
  readonly outcome: ModelOutcome;
}

/** An answer that the team's filters want a person to look at counts once somebody has allowed it. */
async function askedAbout(context: RunContext, run: RunFacts, { call, outcome }: AskableCall): Promise<ModelOutcome> {
  if (!outcome.ok || outcome.asks === undefined) return outcome;
  const { asks, costMicro, text } = outcome;
  const asked = { id: `${context.path}#${call.step}#content`, what: "the answer", findings: asks, shown: text };
  const failure = await askAboutContent(context, run, asked);
  return failure === undefined ? outcome : { ok: false, failure, text: failure.message, costMicro };
}

interface Asked {
  readonly step: StepRun;
  readonly run: RunFacts;
  readonly call: ModelCall;
  readonly digest: string;
  readonly deadlineAt: number | undefined;
}

async function answer(services: Services, asked: Asked): Promise<ModelOutcome> {
  const { step, run, call } = asked;
  const left = services.budget.left(run, call, step.path);
  const { model: wanted, localOnly } = run.request;
  const candidates = await modelCandidates(call, {
    directory: services.directory,
    wanted,
    left,
    localOnly,
    asker: askerOf(run),
  });
  const choice = chooseRoute({
    candidates,
    complexity: call.complexity,
    complexityReasons: call.complexityReasons,
    threshold: call.agent.threshold,
    wanted: wantedId(services, run),
    atLeast: call.atLeast,
  });
  const fallbacks: string[] = [];
  const causes: Failure[] = [...causesBefore(candidates, wantedId(services, run))];
  let last = nobody(candidates, choice.leftOut);
  let text = "";
  let costMicro = 0;
  for (const [position, route] of choice.routes.entries()) {
    if (step.signal.aborted) {
      last = cancelledBy(step.signal);
      break;
    }
    const isCacheable = call.cacheable && route.tier !== "embedded";
    const key = {
      model: cacheNameOf(candidates, route.model),
      team: run.team,
      digest: isCacheable ? wholeDigestOf(call, asked.digest) + cacheMarks(run) : "",
    };
    const cached = isCacheable && call.firstTry && !run.request.fresh ? await services.cache.get(key) : undefined;
    if (cached !== undefined) {
      serveCached(step, cached.text, {
        kind: "model",
        purpose: call.brief.purpose,
        agent: call.agent.name,
        route,
        digest: asked.digest,
      });
      const { fallbacks: _, firstMs: _first, ...answered } = cached;
      return { ...answered, costMicro, cached: true, ...(fallbacks.length > 0 ? { fallbacks } : {}) };
    }
    const tried = await tryUntilDone(services, asked, {
      route,
      candidates,
      another: position + 1 < choice.routes.length,
      causes,
    });
    costMicro += tried.spent;
    if (tried.result.ok) {
      const outcome = outcomeOf(tried.result, { call, route, costMicro, fallbacks, routes: choice.routes });
      if (isCacheable && outcome.ok && !outcome.abstained && outcome.asks === undefined)
        await services.cache.set(key, outcome);
      return outcome;
    }
    last = tried.result.failure;
    text = tried.result.text || text;
    fallbacks.push(`${route.model}: ${last.message}`);
    causes.push(last);
    if (last.code === "content-blocked") {
      text = last.message;
      const { purpose } = call.brief;
      await takeBack(step, text, { kind: "model", purpose, agent: call.agent.name, route, digest: asked.digest });
    }
    if (STOPS.has(last.code)) break;
  }
  return { ok: false, failure: last, text, costMicro };
}

interface RouteTry {
  readonly route: RouteRecord;
  readonly candidates: readonly ModelCandidate[];
  /** Another model could be asked instead of waiting long. */
  readonly another: boolean;
  /** Why models that come before it do not take the call. */
  readonly causes: readonly Failure[];
}

/** Tries one model until it answers, cannot, or is not worth waiting for. */
async function tryUntilDone(
  services: Services,
  asked: Asked,
  { route, candidates, another, causes }: RouteTry,
): Promise<{ result: TryResult; spent: number }> {
  const model = candidates.find((candidate) => candidate.model === route.model)?.info;
  if (model === undefined) throw new ThorpError("internal", `The route names ${route.model}, which was no candidate.`);
  let windowShare = 1;
  let spent = 0;
  let asksToAnswer = false;
  const avoid = new Set<string>();
  for (let tries = 1; ; tries++) {
    const result = await tryModel(services, { ...asked, route, model, windowShare, asksToAnswer, avoid, causes });
    spent += result.cost;
    if (result.ok || result.remedy === "none") return { result, spent };
    // The schema is in words from now on, so this comes once.
    if (result.remedy === "describe-schema") continue;
    if (result.remedy === "ask-to-answer") {
      if (asksToAnswer || asked.step.signal.aborted) return { result, spent };
      asksToAnswer = true;
      continue;
    }
    const tooLong = result.failure.code === "context-length";
    if (tooLong && windowShare === 1) {
      // The server's window is smaller than the catalogue says: shorten once and try again.
      windowShare = 0.5;
      continue;
    }
    const { retryable } = errorTable[result.failure.code];
    // Each server of a model fails a call once before any is waited for: another one is free to answer right now.
    if (result.server !== undefined && (retryable || SERVERS_OWN.has(result.failure.code))) {
      avoid.add(result.server);
      if (services.servers.hasAnother({ model, run: asked.run.run, avoid })) continue;
    }
    if (!retryable || tries >= TRIES_PER_MODEL) return { result, spent };
    const wait = result.error.retryAfterMs ?? 250 * 2 ** tries * (0.5 + services.dice());
    if (wait > LONGEST_WAIT || (another && wait > LONGEST_WAIT / 5)) return { result, spent };
    if (!(await waited(services.clock, wait, asked))) return { result, spent };
    avoid.clear();
  }
}

/** False when the run was stopped or its deadline would come first. */
async function waited(clock: Clock, ms: number, { deadlineAt, step }: Asked): Promise<boolean> {
  if (deadlineAt !== undefined && clock.now() + ms >= deadlineAt) return false;
  return sleep(clock, ms, step.signal).then(
    () => true,
    () => false,
  );
}

interface AnsweredRoute {
  readonly call: ModelCall;
  readonly route: RouteRecord;
  readonly routes: readonly RouteRecord[];
  readonly costMicro: number;
  readonly fallbacks: readonly string[];
}

function outcomeOf(
  { collected, answeredBy, notices, firstMs, asks }: Extract<TryResult, { ok: true }>,
  { call, route, routes, costMicro, fallbacks }: AnsweredRoute,
): ModelOutcome {
  const told = [...(call.notices ?? []), ...notices];
  const higherTier = routes.find((other) => tiers.indexOf(other.tier) > tiers.indexOf(route.tier))?.tier;
  const said = (collected.part.providerMetadata?.thorp ?? {}) as { abstained?: boolean; confidence?: number };
  return {
    ok: true,
    text: call.schema === undefined ? collected.text : jsonIn(collected.text),
    toolCalls: collected.toolCalls,
    finish: collected.finish,
    model: route.model,
    tier: route.tier,
    usage: collected.usage,
    costMicro,
    firstMs,
    ...(said.abstained ? { abstained: true } : {}),
    ...(said.confidence === undefined ? {} : { confidence: said.confidence }),
    ...(fallbacks.length > 0 ? { fallbacks } : {}),
    ...(answeredBy === undefined ? {} : { answeredBy }),
    ...(told.length > 0 ? { notices: [...new Set(told)] } : {}),
    ...(higherTier === undefined ? {} : { higherTier }),
    ...(collected.repaired.length > 0 ? { repaired: collected.repaired } : {}),
    ...(asks.length > 0 ? { asks } : {}),
  };
}

/** Other settings in the catalogue make another model of it. */
function cacheNameOf(candidates: readonly ModelCandidate[], model: string): string {
  const settings = candidates.find((candidate) => candidate.model === model)?.info?.settings;
  return settings === undefined ? model : `${model}#${contentHash(JSON.stringify(settings))}`;
}

/** An answer from the cache is a step like any other: begun, shown, recorded. */
function serveCached(step: StepRun, text: string, call: Extract<StepCall, { kind: "model" }>): void {
  step.begin({ ...call, route: { ...call.route, reasons: ["from the cache"] } });
  if (text !== "") step.frame("text", text);
}

/** A new attempt replaces what readers have seen of the one before. */
async function takeBack(step: StepRun, notice: string, call: Extract<StepCall, { kind: "model" }>): Promise<void> {
  step.begin(call);
  step.frame("text", notice);
  // Frames wait for the commit; a run that is over by then would show the old text to its last reader.
  await step.committed();
}

/** Why a call has no model at all: what the person can mend comes first. */
function nobody(candidates: readonly ModelCandidate[], leftOut: readonly string[]): Failure {
  const codes = new Set(candidates.map((candidate) => candidate.failure ?? "model-unavailable"));
  const code = codes.has("budget-exceeded") ? "budget-exceeded" : codes.size === 1 ? [...codes][0] : undefined;
  return { code: code ?? "model-unavailable", message: `No model can take this call. ${leftOut.join("; ")}`.trim() };
}

function cancelledBy(signal: AbortSignal): Failure {
  const reason: unknown = signal.reason;
  return reason instanceof ThorpError ? failureFrom(reason) : { code: "cancelled", message: "The call was stopped." };
}

function wantedId({ directory }: CallModelServices, run: RunFacts): string | undefined {
  return run.request.model === undefined ? undefined : directory.info(run.request.model)?.id;
}

/** Hash of what the model is asked, whatever window it is fitted into later. */
function digestOf(call: ModelCall): string {
  const { messages } = call.promptFor(Infinity, mediaKinds);
  const { temperature = null, maxOutputTokens = null, schema = null } = call;
  return contentHash(
    JSON.stringify([messages, call.tools.map((tool) => tool.name), schema, temperature, maxOutputTokens]),
  );
}

/** What one user was answered is not served to another, nor what other filters let through. */
function cacheMarks({ request: { owner }, filters }: RunFacts): string {
  const user = owner === undefined ? "" : ` ${owner.user}`;
  return filters === undefined ? user : `${user} ${contentHash(JSON.stringify(filters))}`;
}

/** Also of what the tools say of themselves: their names are enough for the journal, not for another run. */
function wholeDigestOf({ tools }: ModelCall, digest: string): string {
  return tools.length === 0 ? digest : contentHash(`${digest} ${JSON.stringify(tools)}`);
}
