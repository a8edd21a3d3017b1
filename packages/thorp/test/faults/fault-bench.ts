/**
 * The real gateway and the real adapters over the network in memory: a paid model that has the fault, and a sound one
 * of the next tier. Time flies, so that nothing is waited for.
 */
import { type MicroDollars, microDollars } from "../../src/base/money.ts";
import type { RunEvent } from "../../src/events/event.ts";
import type { ModelOutcome } from "../../src/gateway/call-model/model-call.ts";
import { createTestGateway, testCall } from "../../src/gateway/call-model/test-directory.ts";
import { createHastyClock, createTestWorld } from "../../src/gateway/test-world.ts";
import type { LanguageModelV4 } from "../../src/models/language-model.ts";
import { createOllamaModel } from "../../src/models/ollama/language-model.ts";
import { dialectNames, dialects } from "../../src/models/openai-compatible/dialects.ts";
import { createOpenAiModel } from "../../src/models/openai-compatible/language-model.ts";
import type { Transport } from "../../src/models/transport/transport.ts";
import { ollamaBody, openAiBody } from "../../src/testing/scripted-bodies.ts";
import type { ServerReply } from "../../src/testing/scripted-server.ts";
import { createFaultTransport, type FaultTransport, type FaultyReply } from "./fault-transport.ts";

export const subjects = [...dialectNames, "ollama"] as const;
export type Subject = (typeof subjects)[number];

interface Wiring {
  readonly send: Transport;
  readonly clock: ReturnType<typeof createHastyClock>;
}

export function modelOf(subject: Subject, { send: transport, clock }: Wiring): LanguageModelV4 {
  let made = 0;
  const shared = {
    provider: subject,
    clock,
    transport,
    newId: () => `made-${made++}`,
    timeouts: { startMs: 60_000, idleMs: 30_000 },
  };
  return subject === "ollama"
    ? createOllamaModel({ ...shared, url: "http://near" }, { model: "m", context: 32_768 })
    : createOpenAiModel(
        { ...shared, dialect: dialects[subject], url: "http://near/v1", key: "sk-secret-0123456789" },
        "m",
      );
}

/** The pieces of a sound stream, as that kind of server sends it. */
export function soundPieces(subject: Subject, reply: ServerReply): readonly string[] {
  const request = { method: "POST", path: "", headers: {}, body: { model: "m", stream: true } };
  return subject === "ollama" ? ollamaBody(reply, request) : openAiBody(reply, request);
}

/** What the sound reply costs: $1 for a million tokens in, $2 out, on both tiers. */
const PRICE = { input: 1_000_000, output: 2_000_000 };
const ABOVE = { text: "From above.", usage: { input: 10, output: 20 } };
export const ABOVE_COST = 50;

export interface Told {
  readonly outcome: ModelOutcome;
  readonly events: readonly RunEvent[];
  readonly network: FaultTransport;
  /** Shown live, of all attempts. */
  readonly shown: string;
  /** Waits between tries, milliseconds. */
  readonly waits: readonly number[];
  /** Reserved and not settled: must be 0 at the end. */
  readonly stillReserved: MicroDollars;
  readonly spent: MicroDollars;
  readonly reserve: MicroDollars;
}

export interface AskOptions {
  /** Without a second tier. */
  readonly alone?: boolean;
  readonly tools?: Parameters<typeof testCall>[0] extends infer Call
    ? Call extends { tools?: infer Tools }
      ? Tools
      : never
    : never;
  readonly clock?: Wiring["clock"];
}

export async function askFaulty(
  subject: Subject,
  reply: (at: number) => FaultyReply,
  options: AskOptions = {},
): Promise<Told> {
  const clock = options.clock ?? createHastyClock();
  const world = createTestWorld({ clock });
  const network = createFaultTransport(reply);
  const gateway = createTestGateway({
    clock,
    secrets: ["sk-secret-0123456789"],
    models: {
      near: {
        tier: "local",
        script: [],
        price: PRICE,
        context: 32_000,
        languageModel: modelOf(subject, { send: network.send, clock }),
      },
      above: { tier: "frontier", script: () => ABOVE, price: PRICE },
    },
  });
  const models = options.alone ? { local: "near" } : { local: "near", frontier: "above" };
  const { result } = await world.start((context) =>
    gateway.callModel(context, world.facts, testCall({ models, ...(options.tools ? { tools: options.tools } : {}) })),
  );
  const outcome = await result;
  await world.store.committed("run_1");
  const spend = await world.store.spend();
  const row = spend.find(({ scope }) => scope === "run:run_1");
  const events = await world.events();
  const reserve = events.find((event) => event.type === "budget-reserve");
  return {
    outcome,
    events,
    network,
    shown: world.frames.flatMap((frame) => (frame.kind === "text" ? [frame.delta] : [])).join(""),
    waits: clock.waits,
    stillReserved: row?.reserved ?? microDollars(0),
    spent: row?.spent ?? microDollars(0),
    reserve: reserve?.type === "budget-reserve" ? reserve.amount : microDollars(0),
  };
}

export function failuresOf({
  events,
}: Told): readonly { readonly code: string; readonly message: string; readonly text: string }[] {
  return events.flatMap((event) =>
    event.type === "step-fail"
      ? [{ code: event.failure.code, message: event.failure.message, text: event.text ?? "" }]
      : [],
  );
}
