/**
 * From what a server tells back to what the engine's own readers get, so that an attached command shows a run as one in
 * its own process does. What never leaves the server (digests, seeds, blobs) is empty here; nothing shows it.
 */

import type { Difference as WireDifference } from "../../../../client/src/wire/run.generated.ts";
import { definedOf } from "../../base/defined-of.ts";
import type { Json } from "../../base/json.ts";
import type { Labels } from "../../base/label.ts";
import { dollarsToMicro } from "../../base/money.ts";
import type { RunDetail, RunUpdate } from "../../engine/thorp.ts";
import type { EventBody, RunEvent } from "../../events/event.ts";
import type { Difference } from "../../runtime/runtime.ts";
import type { MessageRow, ModelCallRow, RunRow } from "../../storage/store.ts";
import type { WireEvent, WireUpdate } from "../../wire/run-update.ts";

type WireOf<Type extends WireEvent["type"]> = Extract<WireEvent, { type: Type }>;

/** One for each. */
export function updateFromWire(update: WireUpdate): RunUpdate {
  if (update.kind === "event") return { kind: "event", event: eventFromWire(update) };
  const { kind: _kind, type, ...frame } = update;
  return { kind: "frame", frame: { ...frame, kind: type } };
}

/** Turned back into the wire's shape, it is what it was. */
export function eventFromWire(event: WireEvent): RunEvent {
  const { kind: _kind, ...body } = event;
  return { ...body, ...changesOf(event) } as unknown as RunEvent;
}

/** The members that look different inside. */
function changesOf(event: WireEvent): object {
  switch (event.type) {
    case "run-start":
      return { request: requestFrom(event.request), teamHash: "", seed: "" };
    case "message-add":
      return { labels: labelsFrom(event), tainted: undefined };
    case "task-end":
      return event.result === undefined ? {} : { result: resultFrom(event.result) };
    case "step-start":
      return { call: callFrom(event.call) };
    case "step-end":
      return { result: outcomeFrom(event) };
    case "budget-reserve":
      return { amount: dollarsToMicro(event.amount) };
    case "budget-settle":
      return { reserved: dollarsToMicro(event.reserved), cost: dollarsToMicro(event.cost) };
    case "file-change":
      return event.isNew ? { isNew: undefined } : { isNew: undefined, before: "" };
    default:
      return {};
  }
}

function requestFrom({ budget, attachments, ...request }: WireOf<"run-start">["request"]): object {
  return {
    ...request,
    attachments: attachments.map((attachment) => ({ ...attachment, blob: "" })),
    ...(budget === undefined ? {} : { budget: dollarsToMicro(budget) }),
  };
}

/** The sources themselves stay behind; that somebody else wrote in it does not. */
function labelsFrom({ role, tainted }: { readonly role?: "person" | "team"; readonly tainted: boolean }): Labels {
  return [role ?? "team", ...(tainted ? (["agent"] as const) : [])];
}

function resultFrom({ tainted, ...result }: NonNullable<WireOf<"task-end">["result"]>): object {
  return { ...result, labels: labelsFrom({ tainted }) };
}

function callFrom(call: WireOf<"step-start">["call"]): object {
  switch (call.kind) {
    case "model": {
      const { kind, purpose, agent, ...route } = call;
      return { kind, purpose, agent, route, digest: "" };
    }
    case "tool":
      return { ...call, digest: "", repeatable: true };
    case "other":
      return { ...call, digest: "" };
  }
}

function outcomeFrom({
  ok,
  text,
  failure,
  usage,
  cost,
  notices,
  answeredBy,
  repaired,
  cachedAt,
}: WireOf<"step-end">): Json {
  const members = {
    ...{ ok, text, failure, usage, notices, answeredBy, repaired, cachedAt },
    costMicro: cost === undefined ? undefined : dollarsToMicro(cost),
  };
  const given = definedOf(members);
  return Object.keys(given).length === 0 ? null : (given as Json);
}

type Costed<Row extends { readonly cost: unknown }> = Omit<Row, "cost"> & { readonly cost: number };

/** A row of a list, with its money as the store counts it. */
export function rowFromWire<Row extends RunRow | ModelCallRow>(row: object): Row {
  const { cost } = row as Costed<Row>;
  return { ...row, cost: dollarsToMicro(cost) } as unknown as Row;
}

/** The same for a message, whose sources stay behind. */
function messageFromWire({ tainted, ...message }: WireMessage): MessageRow {
  return { ...message, labels: labelsFrom({ role: message.role, tainted }) };
}

type WireMessage = Omit<MessageRow, "labels"> & { readonly tainted: boolean };

/** What `GET /api/runs/ID` answers with. */
export interface WireDetail extends Omit<RunDetail, "run" | "modelCalls" | "messages" | "open"> {
  readonly run: object;
  readonly modelCalls: readonly object[];
  readonly messages: readonly WireMessage[];
  readonly open: readonly WireEvent[];
}

/** A run with everything that belongs to it. */
export function detailFromWire({ run, modelCalls, messages, open, ...rest }: WireDetail): RunDetail {
  return {
    ...rest,
    run: rowFromWire<RunRow>(run),
    modelCalls: modelCalls.map((call) => rowFromWire<ModelCallRow>(call)),
    messages: messages.map(messageFromWire),
    open: open.map(eventFromWire) as unknown as RunDetail["open"],
  };
}

/** What a replay decides otherwise; a decision has no place in the journal. */
export function differenceFromWire(difference: WireDifference): Difference {
  if (difference.kind !== "decision") return difference;
  const { recorded, decided, ...rest } = difference;
  return {
    ...rest,
    ...(recorded === undefined ? {} : { recorded: decisionFromWire(recorded) }),
    ...(decided === undefined ? {} : { decided: decisionFromWire(decided) as unknown as Json }),
  };
}

function decisionFromWire(decision: object): EventBody {
  return eventFromWire(decision as WireEvent);
}
