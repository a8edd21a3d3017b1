/**
 * What a reader of a run gets, however it is connected: one update a line with `--json`, the same over SSE and in the
 * SDK.
 *
 * An event is durable and numbered: `seq` counts from 1 without gaps, so whoever knows the last one goes on from there.
 * A frame is live: text as it is written. A frame with a higher `attempt` replaces all text of the lower one of its
 * step; a `check-end` with `withdraws` takes back all text of the step that it names. Money is in US dollars, times are milliseconds since 1970.
 */
import { z } from "zod";
import { feedbackFields } from "./feedback.ts";
import { plannedTaskSchema, planSchema } from "./plan.ts";
import { standingMatches, standingSchema, standingScopes } from "./standing.ts";

/** Why something ended without what was asked. */
export const failureSchema = z
  .object({ code: z.string(), message: z.string(), hint: z.string().optional() })
  .meta({ id: "Failure", description: "What went wrong, and the command that mends it." });

const dollars = z.number();
const milliseconds = z.number();

const attachment = z.object({ name: z.string(), mediaType: z.string(), bytes: z.number() });

const request = z.object({
  text: z.string(),
  conversation: z.string(),
  /** Id of the user who asked; absent where there are no users. */
  owner: z.string().optional(),
  /** The run that it follows; empty at the beginning of a conversation. */
  after: z.string().optional(),
  /** Another answer to the same words was wanted: nothing came from a cache. */
  fresh: z.boolean().optional(),
  attachments: z.array(attachment),
  workspace: z.string(),
  out: z.string(),
  model: z.string().optional(),
  budget: dollars.optional(),
  deadlineMs: milliseconds.optional(),
  timeZone: z.string(),
  /** How the person prefers to be answered. */
  style: z
    .object({
      language: z.string().optional(),
      units: z.enum(["metric", "imperial"]).optional(),
      length: z.enum(["short", "long"]).optional(),
      format: z.enum(["plain", "markdown"]).optional(),
    })
    .optional(),
  /** No call leaves for a model that others run. */
  localOnly: z.boolean().optional(),
  priority: z.number(),
  approve: z.enum(["ask", "yes"]),
  interactive: z.boolean(),
  approvePlan: z.boolean().optional(),
});

/** `[n]` in an answer: a result, and inside it a file or page. */
export const citationSchema = z.object({
  /** The n of `[n]` in the answer. */
  number: z.number(),
  /** Path of the task that it points to. */
  path: z.string(),
  title: z.string(),
  /** A file, a page, or the name of a tool. */
  source: z.string().optional(),
});

/** Who is to be named beside what was made of an answer, and the page of the terms. */
export const creditSchema = z.object({ text: z.string(), url: z.string().optional() });

const artifact = z.object({
  id: z.string(),
  title: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  /** Absolute path, when it is a file. */
  file: z.string().optional(),
});

const result = z.object({
  text: z.string(),
  data: z.json().optional(),
  artifacts: z.array(artifact),
  sources: z.array(z.object({ title: z.string(), location: z.string(), credit: creditSchema.optional() })),
  /** True when any of it came from a source that somebody else may have written. */
  tainted: z.boolean(),
});

const usage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cachedTokens: z.number().optional(),
  reasoningTokens: z.number().optional(),
});

const call = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("model"),
    purpose: z.string(),
    agent: z.string(),
    model: z.string(),
    tier: z.enum(["embedded", "local", "frontier"]),
    /** Why this model. */
    reasons: z.array(z.string()),
    propensity: z.number(),
  }),
  z.object({ kind: z.literal("tool"), tool: z.string(), agent: z.string(), input: z.json() }),
  z.object({ kind: z.literal("other") }),
]);

/** What every event carries beside its own members. */
const stamp = {
  kind: z.literal("event"),
  run: z.string(),
  seq: z.number().int().positive(),
  at: milliseconds,
  /** `""` for the run itself, else task ids joined by `/`. */
  path: z.string(),
};
const step = { step: z.string() };

function event<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.object({ ...stamp, type: z.literal(type), ...shape });
}

const runEvents = [
  event("run-start", { request, team: z.string() }),
  /** First in the journal of a single model call, which is no run. */
  event("call-start", {}),
  event("run-recover", { recovery: z.number() }),
  event("run-end", {
    state: z.enum(["done", "partial", "failed", "cancelled"]),
    failure: failureSchema.optional(),
  }),
  /** The exchange was taken back: runs newer than `last` do not have it in their context. */
  event("run-undo", {
    last: z.string(),
    restored: z.array(z.string()),
    removed: z.array(z.string()),
    left: z.array(z.string()),
  }),
  event("conversation-rename", { title: z.string() }),
  /** What a person thinks of the answer; replaces what the same person said before. */
  event("feedback", feedbackFields),
  event("message-add", {
    role: z.enum(["person", "team"]),
    text: z.string(),
    tainted: z.boolean(),
    citations: z.array(citationSchema).optional(),
    credits: z.array(creditSchema).optional(),
  }),
] as const;

const planEvents = [
  event("plan-propose", {
    plan: planSchema,
    by: z.enum(["model", "delegation", "rules"]),
    mended: z.array(z.string()).optional(),
  }),
  event("plan-accept", { by: z.enum(["policy", "person"]) }),
  event("plan-revise", { plan: planSchema, reason: z.string() }),
  event("plan-edit", {
    edit: z.string(),
    plan: planSchema,
    skip: z.array(z.string()).optional(),
    retry: z.array(z.string()).optional(),
    by: z.string().optional(),
  }),
  event("plan-approve", { allow: z.boolean() }),
] as const;

const taskEvents = [
  event("task-start", { task: plannedTaskSchema }),
  /** `without`: tools that are not offered again. */
  event("task-retry", { critique: z.string(), without: z.array(z.string()).optional() }),
  event("task-escalate", { to: z.enum(["local", "frontier"]), reason: z.string() }),
  event("task-reassign", { agent: z.string(), reason: z.string() }),
  event("task-block", { reason: z.string() }),
  event("task-end", {
    state: z.enum(["done", "failed", "skipped", "cancelled"]),
    result: result.optional(),
    failure: failureSchema.optional(),
  }),
  event("check-end", {
    verdict: z.enum(["accept", "revise", "reject"]),
    by: z.string(),
    reason: z.string().optional(),
    /** A step of this path whose text no longer counts: take it back, the next text of the path stands in its place. */
    withdraws: z.string().optional(),
  }),
  event("history-compact", { messages: z.number(), summary: z.string() }),
] as const;

const personEvents = [
  event("approval-ask", {
    approval: z.string(),
    tool: z.string(),
    effect: z.string(),
    summary: z.string(),
    /** What the tool will really be called with, secrets masked; absent in runs that older releases recorded. */
    input: z.json().optional(),
    /** What a file would become, as lines that begin with `-` and `+`. */
    diff: z.string().optional(),
    why: z.string(),
    stands: z.array(standingSchema).optional(),
  }),
  event("approval-answer", {
    approval: z.string(),
    allow: z.boolean(),
    by: z.enum(["person", "policy", "timeout"]),
    /** How long it holds for later calls as well. */
    scope: z.enum(standingScopes).optional(),
    /** What has to be the same in them; absent: the first of what was offered. */
    match: z.enum(standingMatches).optional(),
    reason: z.string().optional(),
    /** Arguments that were allowed instead. */
    input: z.json().optional(),
  }),
  event("question-ask", { question: z.string(), text: z.string(), choices: z.array(z.string()).optional() }),
  event("question-answer", { question: z.string(), text: z.string() }),
  /** The program that asked has to carry these out; `input` is JSON text. */
  event("client-call-ask", {
    ask: z.string(),
    calls: z.array(z.object({ id: z.string(), tool: z.string(), input: z.string() })),
  }),
  event("client-call-answer", { ask: z.string(), results: z.array(z.object({ id: z.string(), text: z.string() })) }),
  event("run-cancel", { reason: z.string() }),
] as const;

const stepEvents = [
  event("step-start", { ...step, attempt: z.number(), call }),
  event("step-fail", { ...step, attempt: z.number(), failure: failureSchema, text: z.string().optional() }),
  event("step-end", {
    ...step,
    attempt: z.number(),
    /** Of a model or tool call; absent for other steps. */
    ok: z.boolean().optional(),
    text: z.string().optional(),
    failure: failureSchema.optional(),
    usage: usage.optional(),
    cost: dollars.optional(),
    /** What of the call was changed or not heard on the way, in words. */
    notices: z.array(z.string()).optional(),
    /** The model that really answered, where that is not the one that was asked. */
    answeredBy: z.string().optional(),
    /** What was mended in the reply or the call, in words. */
    repaired: z.array(z.string()).optional(),
    /** Of a tool call: the service gave this answer before, at this time; no request was sent. */
    cachedAt: z.number().optional(),
  }),
  event("budget-reserve", { ...step, scopes: z.array(z.string()), amount: dollars }),
  event("budget-settle", { ...step, scopes: z.array(z.string()), reserved: dollars, cost: dollars }),
  /** Which of several servers of the model took the attempt. */
  event("server-choose", { ...step, attempt: z.number(), server: z.string() }),
  event("policy-deny", { ...step, tool: z.string(), why: z.string() }),
  /** The content filter found this in what came in, went out or was brought by a tool; `allow`: noted, nothing more. */
  event("content-find", {
    ...step,
    direction: z.enum(["input", "output", "arguments", "tool"]),
    category: z.string(),
    action: z.enum(["allow", "mask", "ask", "block"]),
    times: z.number(),
  }),
  /** A call waits for others that use the same scarce thing; `ahead` of them run or stand before it. */
  event("resource-wait", { ...step, tool: z.string(), resource: z.string(), ahead: z.number() }),
  /** `isNew`: nothing stood there before. */
  event("file-change", { ...step, file: z.string(), isNew: z.boolean() }),
] as const;

const runtimeEvents = [
  event("race-end", { winner: z.string() }),
  event("timer-set", { name: z.string(), due: milliseconds }),
] as const;

export const wireEventSchema = z
  .discriminatedUnion("type", [
    ...runEvents,
    ...planEvents,
    ...taskEvents,
    ...personEvents,
    ...stepEvents,
    ...runtimeEvents,
  ])
  .meta({ id: "RunEvent", description: "One durable entry of a run." });
/** A durable entry of a run as readers outside see it. */
export type WireEvent = z.infer<typeof wireEventSchema>;

export const wireFrameSchema = z
  .object({
    kind: z.literal("frame"),
    type: z.enum(["text", "reasoning", "tool-input", "progress"]),
    run: z.string(),
    path: z.string(),
    step: z.string(),
    attempt: z.number(),
    /** Characters of this type that came before in the same attempt. */
    offset: z.number(),
    delta: z.string(),
  })
  .meta({ id: "Frame", description: "Live text while it is written." });
/** A live piece of text. */
export type WireFrame = z.infer<typeof wireFrameSchema>;

/** Accepts what this release writes; keys that it does not know are dropped, so that older readers go on. */
export const runUpdateSchema = z.discriminatedUnion("kind", [wireEventSchema, wireFrameSchema]);
/** One line of `--json`. */
export type WireUpdate = z.infer<typeof runUpdateSchema>;
