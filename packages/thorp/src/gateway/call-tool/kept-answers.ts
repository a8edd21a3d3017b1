/**
 * Answers of services, kept as long as their terms allow: the same call is answered without a request.
 *
 * Kept is what depends on the arguments and on what the service said, and on nothing else: an answer for which the tool
 * read a file or another result, or made a file, is not. Only calls that change nothing are looked at. People, teams and
 * credentials are kept apart, since a service may tell each something else. Whoever asks for a fresh answer gets one. A
 * kept answer went through the same policy and the same filters as a fresh one and bears the same labels and sources.
 */
import { cacheKey } from "../../base/cache-key.ts";
import type { Clock } from "../../base/clock.ts";
import { contentHash, type Json, parseJson, stableStringify } from "../../base/json.ts";
import { cleanJson } from "../../guard/clean-json.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { Tool, ToolContext, ToolOutput } from "../../tools/tool.ts";
import type { RunFacts } from "../call-model/run-facts.ts";
import type { TextCache } from "../text-cache.ts";
import type { PreparedCall } from "./prepare-call.ts";
import { watchReach } from "./watch-reach.ts";

type GoodOutput = Extract<ToolOutput, { ok: true }>;
type ReadyCall = Extract<PreparedCall, { ok: true }>;

/** An answer and when the service gave it, in milliseconds since 1970. */
export interface KeptAnswer {
  readonly at: number;
  readonly output: GoodOutput;
}

/** Answers by key. No call rejects. */
export interface KeptAnswers {
  /** Not older than `maxAgeMs`. */
  get(key: string, maxAgeMs: number): Promise<KeptAnswer | undefined>;
  /** As of now. */
  set(key: string, output: GoodOutput, maxAgeMs: number): Promise<void>;
}

/** Over a cache of texts, which others may use as well. */
export function createKeptAnswers(texts: TextCache, clock: Clock): KeptAnswers {
  return {
    async get(key, maxAgeMs) {
      const text = await texts.get(key);
      const kept = text === undefined ? undefined : parseJson(text);
      if (!isKept(kept)) return undefined;
      // An answer of the future tells that the clock was turned back: nobody knows how old it is.
      const age = clock.now() - kept.at;
      return age >= 0 && age < maxAgeMs ? kept : undefined;
    },
    async set(key, output, maxAgeMs) {
      const kept: KeptAnswer = { at: clock.now(), output };
      await texts.set(key, JSON.stringify(kept), maxAgeMs);
    },
  };
}

/** The file is disposable and may be of another version: what does not look like an answer is none. */
function isKept(kept: unknown): kept is KeptAnswer {
  const { at, output } = (kept ?? {}) as Partial<KeptAnswer>;
  return typeof at === "number" && output?.ok === true && typeof (output.text as unknown) === "string";
}

/** Whose call it is, and how it is carried out. */
export interface KeptExecution {
  readonly kept: KeptAnswers | undefined;
  readonly run: Pick<RunFacts, "team" | "request">;
  readonly context: ToolContext;
  /** Nothing secret is written down. */
  readonly secrets: Pick<SecretFilter, "clean">;
  readonly execute: (context: ToolContext) => Promise<ToolOutput>;
  /** Hears when the answer was given that is served. */
  readonly served: (at: number) => void;
}

/** `execute`, or what the service answered before. Everything that it throws is thrown. */
export async function executeKept(ready: ReadyCall, how: KeptExecution): Promise<ToolOutput> {
  const { kept, run, context, secrets, execute, served } = how;
  const { tool, intent } = ready;
  const maxAgeMs = tool.terms?.cacheMs ?? 0;
  if (kept === undefined || maxAgeMs <= 0 || ![tool.effect, intent.effect].every(changesNothing))
    return execute(context);
  const key = await keyOf(ready, run, context);
  const known = run.request.fresh === true ? undefined : await kept.get(key, maxAgeMs);
  if (known !== undefined) {
    served(known.at);
    return known.output;
  }
  const reach = watchReach(context, ["request", "fetchPage", "needed"]);
  const output = await execute(reach.context);
  // What a package's tool gives is checked later; here it may be anything.
  if (!isGood(output) || reach.isBeyond() || (output.artifacts ?? []).length > 0) return output;
  const clean = cleaned(output, secrets);
  if (clean !== undefined) await kept.set(key, clean, maxAgeMs);
  return output;
}

function changesNothing(effect: Tool["effect"]): boolean {
  return effect === "none" || effect === "read" || effect === "fetch";
}

function isGood(output: unknown): output is GoodOutput {
  return typeof output === "object" && output !== null && "ok" in output && output.ok === true;
}

/** Whoever sees something else gets another key: a person, a team, a credential, a tool that was described anew. */
async function keyOf({ tool, digest }: ReadyCall, { team, request }: KeptExecution["run"], context: ToolContext) {
  const names = (tool.needs ?? []).flatMap((need) => (need.kind === "sandbox" ? [] : [need.env]));
  const values = await Promise.all(names.map(async (name) => [name, (await context.needed(name)) ?? null] as const));
  const described = [tool.description, tool.revision ?? "", tool.terms?.provider ?? ""];
  const parts = [digest, request.owner?.user ?? "", described, values, context.timeZone];
  return cacheKey({ kind: "tool", model: tool.name, team }, contentHash(stableStringify(parts)));
}

/** As JSON gives it back; what cannot be written down is not kept. */
function cleaned(output: GoodOutput, secrets: Pick<SecretFilter, "clean">): GoodOutput | undefined {
  try {
    const value = parseJson(JSON.stringify(output)) as Json | undefined;
    return value === undefined ? undefined : (cleanJson(secrets, value) as unknown as GoodOutput);
  } catch {
    return undefined;
  }
}
