/** What runs and model calls come to, counted from committed events. */
import type { Operations } from "../../../engine/operations.ts";
import type { RunEvent } from "../../../events/event.ts";
import type { Registry } from "./registry.ts";

interface Call {
  readonly model: string;
  readonly tier: string;
}

const SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const MICRO = 1e6;

/** Counts from now on. Returns the function that stops it. */
export function countRuns(registry: Registry, operations: Pick<Operations, "watch">): () => void {
  const started = registry.counter({ name: "thorp_runs_started_total", help: "Runs that were begun." });
  const ended = registry.counter({ name: "thorp_runs_ended_total", help: "Runs that ended, by how." });
  const calls = registry.counter({ name: "thorp_model_calls_total", help: "Model calls, by model and outcome." });
  const tokens = registry.counter({ name: "thorp_model_tokens_total", help: "Tokens as model servers counted them." });
  const cost = registry.counter({ name: "thorp_model_cost_usd_total", help: "What model calls cost, in US dollars." });
  const hits = registry.counter({ name: "thorp_answer_cache_hits_total", help: "Model calls served from the cache." });
  const firstToken = registry.histogram({
    name: "thorp_model_first_token_seconds",
    help: "From a call to a model server to its first token.",
    buckets: SECONDS,
  });
  /** Model calls under way, by run; only between a step's start and its end. */
  const callsByRun = new Map<string, Map<string, Call>>();

  const endCall = (event: Extract<RunEvent, { type: "step-end" | "step-fail" }>): void => {
    const call = callsByRun.get(event.run)?.get(`${event.path}#${event.step}`);
    if (call === undefined) return;
    if (event.type === "step-fail") return calls.add({ ...call, outcome: "failed" });
    const { ok, cached, usage, costMicro } = (event.result ?? {}) as Partial<ModelResult>;
    if (cached === true) return hits.add({ ...call });
    calls.add({ ...call, outcome: ok === false ? "failed" : "ok" });
    tokens.add({ ...call, kind: "input" }, usage?.inputTokens ?? 0);
    tokens.add({ ...call, kind: "output" }, usage?.outputTokens ?? 0);
    cost.add({ ...call }, (costMicro ?? 0) / MICRO);
  };
  const take = (event: RunEvent): void => {
    switch (event.type) {
      case "run-start":
        return started.add({});
      case "run-end":
        callsByRun.delete(event.run);
        return ended.add({ state: event.state });
      case "step-start": {
        if (event.call.kind !== "model") return;
        const { model, tier } = event.call.route;
        const own = callsByRun.get(event.run) ?? new Map<string, Call>();
        callsByRun.set(event.run, own.set(`${event.path}#${event.step}`, { model, tier }));
        return;
      }
      case "step-end":
        endCall(event);
        callsByRun.get(event.run)?.delete(`${event.path}#${event.step}`);
        return;
      case "step-fail":
        return endCall(event);
      default:
        return;
    }
  };
  return operations.watch({
    onEvents: (events) => events.forEach(take),
    onServed: ({ model, firstTokenMs }) => firstToken.observe({ model }, firstTokenMs / 1000),
  });
}

/** What the gateway records of a model call. */
interface ModelResult {
  readonly ok: boolean;
  readonly cached: boolean;
  readonly costMicro: number;
  readonly usage: { readonly inputTokens?: number; readonly outputTokens?: number };
}
