/**
 * What is told about runs, teams, models and tools outside of a run's own stream. Money is in US dollars, times are
 * milliseconds since 1970.
 */
import { z } from "zod";
import { planSchema, taskStates } from "./plan.ts";
import { citationSchema, creditSchema, failureSchema, wireEventSchema } from "./run-update.ts";

/** Where a run stands; `waiting` is for a person. */
export const runStates = ["running", "waiting", "done", "partial", "failed", "cancelled"] as const;
const dollars = z.number();
const milliseconds = z.number();

/** A run in a list. */
export const runSummarySchema = z
  .object({
    id: z.string(),
    conversation: z.string(),
    team: z.string(),
    text: z.string(),
    state: z.enum(runStates),
    startedAt: milliseconds,
    endedAt: milliseconds.optional(),
    cost: dollars,
    /** The run that it follows, empty at the beginning of a conversation; absent in runs of older releases. */
    after: z.string().optional(),
    /** The exchange was taken back when this was the newest run of the conversation. */
    undoneAfter: z.string().optional(),
    /** The name that a person gave the conversation while this run was its newest. */
    title: z.string().optional(),
    /** How often the run was taken up again after a crash. */
    recoveries: z.number(),
    /** The sequence number of its last event: whoever follows from here misses nothing. */
    lastSeq: z.number(),
    /** Id of the user who asked; absent for what was asked on the machine itself. */
    owner: z.string().optional(),
  })
  .meta({ id: "Run", description: "One request and what came of it." });

const taskSummarySchema = z.object({
  run: z.string(),
  path: z.string(),
  agent: z.string(),
  goal: z.string(),
  state: z.enum(taskStates),
  startedAt: milliseconds,
  endedAt: milliseconds.optional(),
});

const modelCallSummarySchema = z.object({
  run: z.string(),
  path: z.string(),
  step: z.string(),
  agent: z.string(),
  purpose: z.string(),
  model: z.string(),
  tier: z.string(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: dollars,
  ms: z.number(),
  ok: z.boolean(),
  /** When it ended. */
  at: milliseconds,
  /** From its start to its first word. */
  firstMs: z.number().optional(),
  cached: z.boolean(),
  /** The code of the failure. */
  failure: z.string().optional(),
});

/** What a person or the team said. */
export const messageSummarySchema = z
  .object({
    run: z.string(),
    conversation: z.string(),
    role: z.enum(["person", "team"]),
    text: z.string(),
    /** True when any of it came from a source that somebody else may have written. */
    tainted: z.boolean(),
    citations: z.array(citationSchema).optional(),
    credits: z.array(creditSchema).optional(),
    at: milliseconds,
  })
  .meta({ id: "Message", description: "What a person or the team said." });

/** A run with its plan, tasks, model calls and messages. */
export const runDetailSchema = z
  .object({
    run: runSummarySchema,
    plan: planSchema.optional(),
    tasks: z.array(taskSummarySchema),
    modelCalls: z.array(modelCallSummarySchema),
    messages: z.array(messageSummarySchema),
    failure: failureSchema.optional(),
    /** True while the server works on it. */
    live: z.boolean(),
    /** Questions and approvals that nobody has answered, as their events. */
    open: z.array(wireEventSchema),
  })
  .meta({ id: "RunDetail", description: "A run with its tasks, calls and messages." });

/** Absolute paths of the files that a run had changed. */
export const undoneSchema = z
  .object({
    restored: z.array(z.string()),
    removed: z.array(z.string()),
    /** Changed again since, and so left alone. */
    left: z.array(z.string()),
  })
  .meta({ id: "Undone", description: "What was taken back of a run." });

/** A team in a list. */
export const teamSummarySchema = z
  .object({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    folder: z.string(),
    agents: z.array(
      z.object({
        name: z.string(),
        kind: z.string(),
        description: z.string(),
        /** Why nothing calls it; absent when it works. */
        idle: z.string().optional(),
      }),
    ),
  })
  .meta({ id: "Team", description: "A folder of agents and their rules." });

/** A model in a list. */
export const modelSummarySchema = z
  .object({
    id: z.string(),
    tier: z.enum(["embedded", "local", "frontier"]),
    provider: z.string(),
    /** Tokens of prompt and answer together. */
    context: z.number(),
    capabilities: z.array(z.string()),
    /** US dollars per million tokens; absent when unknown. */
    price: z.object({ input: dollars, output: dollars }).optional(),
    /** Why it cannot be called now; absent when it can. */
    obstacle: z.string().optional(),
    aliases: z.array(z.string()),
  })
  .meta({ id: "Model", description: "A model of the catalogue." });

/** A tool in a list. */
export const toolSummarySchema = z
  .object({
    name: z.string(),
    capability: z.string(),
    description: z.string(),
    effect: z.string(),
    examples: z.array(z.string()),
    /** Teams with an agent that has it. */
    teams: z.array(z.string()),
    /** Where it is from: `built-in`, `host`, `team:desk`, `api:open_meteo`, `mcp:files`. */
    source: z.object({ id: z.string(), kind: z.enum(["built-in", "host", "team", "api", "mcp"]), title: z.string() }),
    /** What its source calls it; it is told apart where others had the name before. */
    ownName: z.string(),
    /**
     * `ready`; `lacking`: a key or setting is missing; `changed`: not as it was agreed to, and `new`: nobody has
     * agreed to it yet, so it is not offered; `failing`: most of its last calls failed.
     */
    status: z.enum(["ready", "lacking", "changed", "new", "failing"]),
    /** What it needs beside its arguments, and whether that is there. Values are never told. */
    needs: z.array(
      z.object({
        kind: z.enum(["key", "setting", "sandbox"]),
        env: z.string().optional(),
        isOptional: z.boolean().optional(),
        where: z.string().optional(),
        what: z.string().optional(),
        isMet: z.boolean(),
      }),
    ),
    /** JSON schema of its input. */
    input: z.record(z.string(), z.unknown()),
    /** How well its description is known to be true. */
    evidence: z.enum(["own-code", "vendor-read", "third-party-read", "recalled", "declared-by-server"]),
    /** What a person agrees to where somebody else may have written it: the file in the team's folder, and its text. */
    origin: z.object({ file: z.string(), text: z.string() }).optional(),
    /** What its provider demands; `cacheMs` is how long an answer may be kept, `url` the page of the terms. */
    terms: z
      .object({
        provider: z.string(),
        cacheMs: z.number(),
        training: z.enum(["allowed", "forbidden", "unknown"]),
        attribution: z.string().optional(),
        url: z.string().optional(),
        note: z.string().optional(),
        /** Requests in a stretch of time. */
        rate: z.array(z.object({ requests: z.number(), ms: z.number() })).optional(),
      })
      .optional(),
    /** US dollars per call; absent when it is free. */
    price: dollars.optional(),
    /** What became of its calls; absent for one that was never called. */
    usage: z
      .object({
        calls: z.number(),
        failed: z.number(),
        /** Answered by what was kept of an earlier call. */
        cached: z.number(),
        cost: dollars,
        /** Milliseconds. */
        ms: z.object({ p50: z.number(), p95: z.number() }),
        lastAt: z.number(),
        failedOfLastTen: z.number(),
        lastFailure: z.object({ at: z.number(), code: z.string(), message: z.string() }).optional(),
      })
      .optional(),
  })
  .meta({ id: "Tool", description: "Something that agents can do." });

/** What is wrong with a source of tools, or with one tool of it. */
export const toolProblemSchema = z
  .object({ source: z.string(), tool: z.string().optional(), message: z.string(), hint: z.string().optional() })
  .meta({ id: "ToolProblem", description: "What is wrong with a source of tools, or with one tool of it." });
