/**
 * A small world for tests of agents and orchestration: teams from a few words, models and tools that are plain
 * functions, and the real runtime over the store in memory. For tests only; product code never imports it.
 *
 * Scripted calls go through `context.step`, as the gateway's do, so recovery and replay work on them.
 */
import { z } from "zod";
import type { AgentServices } from "../agents/assignment.ts";
import type { Agent, Team } from "../agents/team.ts";
import { createToolSpecs } from "../agents/tool-specs.ts";
import { type Clock, createSystemClock } from "../base/clock.ts";
import type { Failure } from "../base/errors.ts";
import type { ConversationId } from "../base/ids.ts";
import { contentHash, type Json, stableStringify } from "../base/json.ts";
import { silentLogger } from "../base/logger.ts";
import type { EventOf, EventType, RunEvent } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";
import type { RunRequest } from "../events/run-request.ts";
import type { TaskResult } from "../events/task-result.ts";
import { createTokenBus } from "../events/token-bus.ts";
import type { ModelCall, ModelOutcome } from "../gateway/call-model/model-call.ts";
import { parseArguments } from "../gateway/call-tool/parse-arguments.ts";
import type { ToolOutcome } from "../gateway/call-tool/tool-call.ts";
import { createEmbeddedRuntime } from "../runtime/embedded/embedded-runtime.ts";
import type { LiveRun, RunProgram } from "../runtime/runtime.ts";
import { createStrictRuntime } from "../runtime/strict/strict-runtime.ts";
import { createMemoryStore } from "../storage/memory/memory-store.ts";
import { defineTool, type Tool } from "../tools/tool.ts";
import type { Plan, PlannedTask } from "../wire/plan.ts";
import type { Environment } from "./environment.ts";
import type { TaskEnd } from "./schedule-plan.ts";

export const RUN = "run_test";

/** An executor with no tools unless the rest says otherwise. */
export function agentOf(name: string, rest: Partial<Agent> = {}): Agent {
  return {
    name,
    kind: "executor",
    description: `Does ${name}.`,
    instructions: `You are ${name}.`,
    models: { local: "small", frontier: "large" },
    threshold: 0.6,
    tools: [],
    delegates: [],
    peers: [],
    examples: [],
    capabilities: [],
    modes: [],
    cacheable: false,
    memory: [],
    knowledge: [],
    skills: [],
    policy: [],
    ...rest,
  };
}

/** The first agent is the top one. */
export function teamOf(agents: readonly Agent[], limits: Partial<Team["limits"]> = {}): Team {
  return {
    name: "test",
    title: "Test",
    description: "A team for tests.",
    top: agents[0]?.name ?? "",
    agentsByName: new Map(agents.map((agent) => [agent.name, agent])),
    skills: new Map(),
    modelAliases: {},
    limits: { depth: 2, tasks: 300, steps: 8, ...limits },
    judgesResults: true,
    policy: [],
    hash: "hash",
    files: {},
  };
}

/** A tool that is never executed by itself: the scripted `useTool` answers for it. */
export function toolOf(name: string, rest: Partial<Tool<{ q?: string | undefined }>> = {}): Tool {
  return defineTool({
    name,
    capability: name.split("_")[0] ?? name,
    description: `Does ${name}.`,
    examples: [`please ${name}`],
    input: z.object({ q: z.string().optional() }),
    effect: "none",
    repeatable: true,
    cacheable: false,
    describe: () => ({ effect: "none", summary: name }),
    execute: async () => ({ ok: true, text: name }),
    ...rest,
  });
}

export function taskOf(id: string, rest: Partial<PlannedTask> = {}): PlannedTask {
  return {
    id,
    goal: `goal of ${id}`,
    capability: "worker",
    agent: "worker",
    needs: [],
    priority: 0,
    optional: false,
    ...rest,
  };
}

export function planOf(...tasks: readonly PlannedTask[]): Plan {
  return { goal: "everything", tasks: [...tasks], answerFrom: [] };
}

export function resultOf(text: string, rest: Partial<TaskResult> = {}): TaskResult {
  return { text, artifacts: [], sources: [], labels: [], ...rest };
}

export function doneEnd(task: PlannedTask, text = `result of ${task.id}`): TaskEnd {
  return { task, state: "done", result: resultOf(text) };
}

/** What a scripted model says: text, a failure, or calls by tool name. */
export interface Said {
  readonly text?: string;
  readonly calls?: readonly { readonly tool: string; readonly input: Json | string; readonly id?: string }[];
  readonly failure?: Failure;
  readonly tier?: "embedded" | "local" | "frontier";
  readonly higherTier?: "local" | "frontier";
  readonly abstained?: boolean;
}

export type Think = (
  call: ModelCall,
  context: { readonly path: string; readonly signal: AbortSignal },
) => Said | string | Promise<Said | string>;

export type UseTool = (call: {
  readonly tool: string;
  readonly input: Json;
  readonly path: string;
}) => Partial<ToolOutcome> | Promise<Partial<ToolOutcome>>;

export interface Script {
  readonly think: Think;
  readonly useTool?: UseTool;
  readonly tools?: readonly Tool[];
  /** Every step whose body ran, as `path#step`, in order. */
  readonly ran?: string[];
  /** Every model call that was made live, in order. */
  readonly asked?: ModelCall[];
}

export const countChars: AgentServices["countTokens"] = (messages) => Math.ceil(stableStringify(messages).length / 4);

function servicesOf({ think, useTool, tools = [], ran = [], asked = [] }: Script): AgentServices {
  return {
    toolSpecs: createToolSpecs(tools),
    countTokens: countChars,
    readArtifact: async () => undefined,
    keepText: async ({ id, title, text }) => ({ id, title, mediaType: "text/plain", bytes: text.length, blob: id }),
    async callModel(context, _run, call) {
      const digest = contentHash(
        stableStringify([call.promptFor(Infinity).messages, call.tools.map((tool) => tool.name)]),
      );
      const outcome = await context.step<Json>({
        name: call.step,
        digest,
        run: async (step) => {
          ran.push(`${step.path}#${step.name}`);
          asked.push(call);
          const route = { model: "scripted", tier: call.atLeast ?? "local", reasons: [], propensity: 1 };
          step.begin({ kind: "model", purpose: call.brief.purpose, agent: call.agent.name, route, digest });
          if (step.signal.aborted) return outcomeOf({ failure: stopped(step.signal) }) as unknown as Json;
          return outcomeOf(
            await think(call, { path: step.path, signal: step.signal }),
            call.atLeast,
          ) as unknown as Json;
        },
      });
      return outcome as unknown as ModelOutcome;
    },
    async callTools(context, _run, turn) {
      const results = await context.steps<Json>(
        turn.calls
          .map((call) => ({ call, digest: contentHash(`${call.tool}${call.input}`) }))
          .map(({ call, digest }) => ({
            name: call.step,
            digest,
            run: async (step) => {
              ran.push(`${step.path}#${step.name}`);
              const input = (parseArguments(call.input) ?? null) as Json;
              step.begin({ kind: "tool", tool: call.tool, agent: turn.agent, input, digest, repeatable: true });
              const known = turn.tools.some((tool) => tool.name === call.tool);
              const given = known
                ? await useTool?.({ tool: call.tool, input, path: step.path })
                : unknownTool(call.tool);
              const outcome = {
                id: call.id,
                tool: call.tool,
                input,
                ok: true,
                text: `${call.tool} done`,
                artifacts: [],
                sources: [],
                labels: [`tool:${call.tool}`],
                ...given,
              };
              return outcome as unknown as Json;
            },
          })),
      );
      return results as unknown as readonly ToolOutcome[];
    },
  };
}

/** The failure that the gateway makes of a stopped call. */
function stopped(signal: AbortSignal): Failure {
  return { code: "cancelled", message: (signal.reason as Error | undefined)?.message ?? "stopped" };
}

/** Resolves when the signal aborts, as a slow call does. */
export function untilStopped(signal: AbortSignal): Promise<Said> {
  return new Promise((resolve) => {
    const end = () => resolve({ failure: stopped(signal) });
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

function unknownTool(tool: string): Partial<ToolOutcome> {
  const failure = { code: "tool-unknown", message: `There is no tool ${tool}.` } as const;
  return { ok: false, text: failure.message, failure };
}

function outcomeOf(said: Said | string, atLeast?: Said["tier"]): ModelOutcome {
  const {
    text = "",
    calls = [],
    failure,
    tier = atLeast ?? "local",
    higherTier,
    abstained,
  } = typeof said === "string" ? { text: said } : said;
  if (failure !== undefined) return { ok: false, failure, text, costMicro: 0 };
  return {
    ok: true,
    text,
    toolCalls: calls.map(({ tool, input, id }, position) => ({
      id: id ?? `call_${position + 1}`,
      tool,
      input: typeof input === "string" ? input : JSON.stringify(input),
    })),
    finish: calls.length > 0 ? "tool-calls" : "stop",
    model: "scripted",
    tier,
    usage: { inputTokens: 1, outputTokens: 1 },
    costMicro: 0,
    ...(abstained ? { abstained } : {}),
    ...(higherTier === undefined ? {} : { higherTier }),
  };
}

export function requestOf(rest: Partial<RunRequest> = {}): RunRequest {
  return {
    text: "do everything",
    conversation: "con_1" as ConversationId,
    attachments: [],
    workspace: "/work",
    out: "/out",
    timeZone: "UTC",
    priority: 0,
    approve: "ask",
    interactive: true,
    ...rest,
  };
}

export function environmentOf(
  team: Team,
  script: Script,
  rest: Partial<Environment> & { readonly request?: Partial<RunRequest> } = {},
): Environment {
  const { request, ...others } = rest;
  return {
    run: { run: RUN, team: team.name, user: "local", request: requestOf(request) },
    team,
    services: servicesOf(script),
    history: [],
    files: [],
    planBy: "model",
    ...others,
  };
}

export interface RunOptions {
  readonly runtime?: "embedded" | "strict";
  readonly clock?: Clock;
  /** Committed events that were there before; the run is then taken up again. */
  readonly before?: readonly RunEvent[];
  /** Hears of every committed event while the run is under way. */
  readonly during?: (event: RunEvent, live: Pick<LiveRun, "deliver">) => void;
  /** Called once the run is under way. */
  readonly onStart?: (live: Pick<LiveRun, "deliver">) => void;
}

/** Runs a program to its end over a store of its own; gives the journal. */
export async function runThrough(
  program: RunProgram,
  { runtime = "embedded", clock = createSystemClock(), before, during, onStart }: RunOptions = {},
): Promise<readonly RunEvent[]> {
  const store = createMemoryStore({ clock });
  const start = {
    path: "",
    type: "run-start",
    team: "test",
    teamHash: "",
    seed: "seed",
    request: requestOf(),
  } as const;
  if (before === undefined) store.append({ run: RUN, at: clock.now(), body: start });
  else {
    for (const { run, seq: _seq, at, ...body } of before) store.append({ run, at, body: body as never });
    store.append({ run: RUN, at: before.at(-1)?.at ?? 0, body: { path: "", type: "run-recover", recovery: 1 } });
  }
  await store.committed(RUN);
  const events = await store.events(RUN);
  const runtimeHere =
    runtime === "strict"
      ? createStrictRuntime({ store })
      : createEmbeddedRuntime({ store, bus: createTokenBus(), clock, logger: silentLogger });
  const waiting: RunEvent[] = [];
  const started: { live?: LiveRun } = {};
  store.onCommit((committed) => {
    for (const event of committed) {
      if (started.live === undefined) waiting.push(event);
      else during?.(event, started.live);
    }
  });
  const live = runtimeHere.start({ run: RUN, events, program });
  started.live = live;
  onStart?.(live);
  for (const event of waiting) during?.(event, live);
  await live.done;
  return store.events(RUN);
}

/** The same, with the value that the program returned. */
export async function valueOf<Value>(
  program: (context: RunContext) => Promise<Value>,
  options: RunOptions = {},
): Promise<{ readonly value: Value; readonly events: readonly RunEvent[] }> {
  let value: Value | undefined;
  const events = await runThrough(async (context) => {
    value = await program(context);
  }, options);
  return { value: value as Value, events };
}

export function eventsOf<Type extends EventType>(
  events: readonly RunEvent[],
  type: Type,
): readonly (RunEvent & EventOf<Type>)[] {
  return events.filter((event) => event.type === type) as unknown as readonly (RunEvent & EventOf<Type>)[];
}
