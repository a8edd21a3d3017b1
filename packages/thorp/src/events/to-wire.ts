/**
 * From the journal to what leaves the process.
 *
 * What only the engine needs stays behind: digests, seeds, hashes of teams, blobs, and labels, of which readers learn
 * whether they are untrusted. Money becomes US dollars.
 */
import type { Json } from "../base/json.ts";
import { isTainted } from "../base/label.ts";
import type { WireEvent, WireFrame, WireUpdate } from "../wire/run-update.ts";
import type { EventOf, RunEvent, StepCall } from "./event.ts";
import type { Frame } from "./frame.ts";
import type { RunRequest } from "./run-request.ts";
import type { Artifact, TaskResult } from "./task-result.ts";

type WireOf<Type extends WireEvent["type"]> = Extract<WireEvent, { type: Type }>;
type Member<Type extends WireEvent["type"], Key extends keyof WireOf<Type>> = NonNullable<WireOf<Type>[Key]>;

const MICRO = 1e6;

/** What readers outside of the process get for an update of the journal or a live frame. */
export function updateToWire(
  update: { readonly kind: "event"; readonly event: RunEvent } | { readonly kind: "frame"; readonly frame: Frame },
): WireUpdate {
  return update.kind === "event" ? eventToWire(update.event) : frameToWire(update.frame);
}

/** Nothing is left out of a frame but its name for the engine. */
export function frameToWire({ run, path, step, attempt, kind, offset, delta }: Frame): WireFrame {
  return { kind: "frame", type: kind, run, path, step, attempt, offset, delta };
}

/** One wire event for each event of the journal, under the same sequence number, so that readers see no gaps. */
export function eventToWire(event: RunEvent): WireEvent {
  const { run, seq, at, path } = event;
  const stamp = { kind: "event", run, seq, at, path } as const;
  switch (event.type) {
    case "run-start":
      return { ...stamp, type: event.type, request: wireRequest(event.request), team: event.team };
    case "call-start":
      return { ...stamp, type: event.type };
    case "message-add":
      return { ...stamp, type: event.type, ...wireMessage(event) };
    case "task-end":
      return { ...stamp, type: event.type, ...wireTaskEnd(event) };
    case "step-start":
      return { ...stamp, type: event.type, step: event.step, attempt: event.attempt, call: wireCall(event.call) };
    case "step-end": {
      const { type, step, attempt, result } = event;
      return { ...stamp, type, step, attempt, ...wireOutcome(result) };
    }
    case "budget-reserve": {
      const { type, step, scopes, amount } = event;
      return { ...stamp, type, step, scopes: [...scopes], amount: amount / MICRO };
    }
    case "budget-settle": {
      const { type, step, scopes, reserved, cost } = event;
      return { ...stamp, type, step, scopes: [...scopes], reserved: reserved / MICRO, cost: cost / MICRO };
    }
    case "file-change":
      return { ...stamp, ...wireChange(event) };
    case "plan-propose": {
      const { type, plan, by, mended } = event;
      return { ...stamp, type, plan, by, ...(mended === undefined ? {} : { mended: [...mended] }) };
    }
    case "task-retry":
      return { ...stamp, ...wireRetry(event) };
    case "question-ask":
      return { ...stamp, ...wireQuestion(event) };
    case "client-call-ask": {
      const { type, ask, calls } = event;
      return { ...stamp, type, ask, calls: calls.map((call) => ({ ...call })) };
    }
    case "client-call-answer": {
      const { type, ask, results } = event;
      return { ...stamp, type, ask, results: results.map((result) => ({ ...result })) };
    }
    case "run-undo":
      return { ...stamp, ...wireUndo(event) };
    case "feedback":
      return { ...stamp, ...wireFeedback(event) };
    case "plan-edit":
      return { ...stamp, ...wireEdit(event) };
    case "approval-ask":
      return { ...stamp, ...wireApproval(event) };
    case "approval-answer":
      return { ...stamp, ...wireAnswer(event) };
    // These hold nothing that would have to stay behind.
    case "run-recover":
    case "run-end":
    case "conversation-rename":
    case "plan-accept":
    case "plan-revise":
    case "plan-approve":
    case "task-start":
    case "task-escalate":
    case "task-reassign":
    case "task-block":
    case "check-end":
    case "history-compact":
    case "question-answer":
    case "run-cancel":
    case "step-fail":
    case "server-choose":
    case "policy-deny":
    case "content-find":
    case "resource-wait":
    case "race-end":
    case "timer-set":
      return { ...event, ...stamp };
  }
}

function wireRequest(request: RunRequest): Member<"run-start", "request"> {
  const {
    attachments,
    budget,
    owner,
    history: _history,
    once: _once,
    client: _client,
    found: _found,
    ...rest
  } = request;
  return {
    ...rest,
    attachments: attachments.map(({ name, mediaType, bytes }) => ({ name, mediaType, bytes })),
    ...(owner === undefined ? {} : { owner: owner.user }),
    ...(budget === undefined ? {} : { budget: budget / MICRO }),
  };
}

function wireMessage({ role, text, labels, citations, credits }: EventOf<"message-add">) {
  return {
    role,
    text,
    tainted: isTainted(labels),
    ...(citations === undefined ? {} : { citations: citations.map((citation) => ({ ...citation })) }),
    ...(credits === undefined ? {} : { credits: credits.map((credit) => ({ ...credit })) }),
  };
}

function wireQuestion({ type, question, text, choices }: EventOf<"question-ask">) {
  return { type, question, text, ...(choices === undefined ? {} : { choices: [...choices] }) };
}

function wireRetry({ type, critique, without }: EventOf<"task-retry">) {
  return { type, critique, ...(without === undefined ? {} : { without: [...without] }) };
}

function wireUndo({ type, last, restored, removed, left }: EventOf<"run-undo">) {
  return { type, last, restored: [...restored], removed: [...removed], left: [...left] };
}

function wireEdit({ type, edit, plan, skip, retry, by }: EventOf<"plan-edit">) {
  return {
    type,
    edit,
    plan,
    ...(skip === undefined ? {} : { skip: [...skip] }),
    ...(retry === undefined ? {} : { retry: [...retry] }),
    ...(by === undefined ? {} : { by }),
  };
}

function wireChange({ type, step, file, before }: EventOf<"file-change">) {
  return { type, step, file, isNew: before === undefined };
}

function wireApproval({ type, approval, tool, effect, summary, input, diff, why, stands }: EventOf<"approval-ask">) {
  return {
    type,
    approval,
    tool,
    effect,
    summary,
    why,
    ...(input === undefined ? {} : { input: mutable(input) }),
    ...(diff === undefined ? {} : { diff }),
    ...(stands === undefined ? {} : { stands: stands.map((way) => ({ ...way, scopes: [...way.scopes] })) }),
  };
}

function wireAnswer({ type, approval, allow, by, scope, match, reason, input }: EventOf<"approval-answer">) {
  return {
    type,
    approval,
    allow,
    by,
    ...(scope === undefined ? {} : { scope }),
    ...(match === undefined ? {} : { match }),
    ...(reason === undefined ? {} : { reason }),
    ...(input === undefined ? {} : { input: mutable(input) }),
  };
}

function wireFeedback({ type, by, rating, reason, edited, prefer, about }: EventOf<"feedback">) {
  return {
    type,
    ...(by === undefined ? {} : { by }),
    ...(rating === undefined ? {} : { rating }),
    ...(reason === undefined ? {} : { reason }),
    ...(edited === undefined ? {} : { edited }),
    ...(prefer === undefined ? {} : { prefer }),
    ...(about === undefined ? {} : { about: wireAbout(about) }),
  };
}

function wireAbout({ route, ...call }: NonNullable<EventOf<"feedback">["about"]>) {
  return { ...call, model: route.model, tier: route.tier };
}

function wireTaskEnd({ state, result, failure }: EventOf<"task-end">) {
  return {
    state,
    ...(result === undefined ? {} : { result: wireResult(result) }),
    ...(failure === undefined ? {} : { failure }),
  };
}

function wireResult({ text, data, artifacts, sources, labels }: TaskResult): Member<"task-end", "result"> {
  return {
    text,
    ...(data === undefined ? {} : { data: mutable(data) }),
    artifacts: artifacts.map(wireArtifact),
    sources: sources.map(({ title, location, credit }) => ({
      ...{ title, location },
      ...(credit === undefined ? {} : { credit: { ...credit } }),
    })),
    tainted: isTainted(labels),
  };
}

function wireArtifact({ id, title, mediaType, bytes, file }: Artifact) {
  return { id, title, mediaType, bytes, ...(file === undefined ? {} : { file }) };
}

function wireCall(call: StepCall): Member<"step-start", "call"> {
  switch (call.kind) {
    case "model": {
      const { kind, purpose, agent, route } = call;
      const { model, tier, reasons, propensity } = route;
      return { kind, purpose, agent, model, tier, reasons: [...reasons], propensity };
    }
    case "tool":
      return { kind: call.kind, tool: call.tool, agent: call.agent, input: mutable(call.input) };
    case "other":
      return { kind: call.kind };
  }
}

type WireOutcome = Pick<
  WireOf<"step-end">,
  "ok" | "text" | "failure" | "usage" | "cost" | "notices" | "answeredBy" | "repaired" | "cachedAt"
>;

/** The result of a step is whatever its body returned; of model and tool calls these members are for readers. */
function wireOutcome(result: Json): WireOutcome {
  if (result === null || typeof result !== "object" || Array.isArray(result)) return {};
  const { ok, text, failure, usage, costMicro, notices, answeredBy, repaired, cachedAt } = result as Readonly<
    Record<string, Json>
  >;
  if (typeof ok !== "boolean") return {};
  return {
    ok,
    ...(typeof text === "string" ? { text } : {}),
    // Both were written by the gateway in these very shapes.
    ...(isObject(failure) ? { failure: failure as NonNullable<WireOutcome["failure"]> } : {}),
    ...(isObject(usage) ? { usage: usage as NonNullable<WireOutcome["usage"]> } : {}),
    ...(typeof costMicro === "number" ? { cost: costMicro / MICRO } : {}),
    ...(isTexts(notices) ? { notices: [...notices] } : {}),
    ...(typeof answeredBy === "string" ? { answeredBy } : {}),
    ...(isTexts(repaired) ? { repaired: [...repaired] } : {}),
    ...(typeof cachedAt === "number" ? { cachedAt } : {}),
  };
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

function isObject(value: Json | undefined): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

type WireJson = Member<"task-end", "result">["data"] & {};

/** The same value; Zod's type of JSON just is not read-only. */
function mutable(value: Json): WireJson {
  return value as WireJson;
}
