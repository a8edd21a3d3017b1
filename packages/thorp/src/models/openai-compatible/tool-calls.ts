/**
 * Tool calls put together from deltas, whatever the server left out: index, id, or the pieces (some send the whole
 * call at once, some number every call 0, some repeat an id).
 */
import type { EmitPart } from "../transport/stream-call.ts";

/** A piece of a tool call. */
export interface ToolCallDelta {
  readonly index?: number | null;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown } | null;
}

interface OpenCall {
  /** As the server named it; undefined when it did not. */
  readonly sentId: string | undefined;
  readonly index: number | undefined;
  /** Unique in the conversation. */
  id: string;
  name: string;
  /** Complete text of the arguments so far. */
  input: string;
  /** Arguments not yet emitted as a delta. */
  unsent: string;
  isAnnounced: boolean;
}

/** The calls of one reply. */
export interface ToolCalls {
  readonly count: number;
  add(delta: ToolCallDelta): void;
  /** Emits what came since the last flush: one `tool-input-delta` per call and network read. */
  flush(): void;
  /** Ends every call. With `isComplete` false only calls whose arguments are whole JSON are handed on. */
  finish(isComplete: boolean): void;
}

/** A call is announced once its name is known. */
export function createToolCalls(emit: EmitPart, newId: () => string): ToolCalls {
  const calls: OpenCall[] = [];

  const open = (delta: ToolCallDelta, name: string): OpenCall => {
    const sentId = delta.id || undefined;
    const isTaken = sentId !== undefined && calls.some((call) => call.id === sentId);
    const id = sentId === undefined || isTaken ? newId() : sentId;
    const call = { sentId, index: delta.index ?? undefined, id, name, input: "", unsent: "", isAnnounced: false };
    calls.push(call);
    return call;
  };

  const flushCall = (call: OpenCall) => {
    if (!call.isAnnounced) {
      if (call.name === "") return;
      call.isAnnounced = true;
      emit({ type: "tool-input-start", id: call.id, toolName: call.name });
    }
    if (call.unsent === "") return;
    emit({ type: "tool-input-delta", id: call.id, delta: call.unsent });
    call.unsent = "";
  };

  return {
    get count() {
      return calls.length;
    },
    add(delta) {
      const name = delta.function?.name ?? "";
      const call = findCall(calls, delta, name) ?? open(delta, name);
      if (call.name === "") call.name = name;
      const input = argumentText(delta.function?.arguments);
      if (input === "") return;
      call.input += input;
      call.unsent += input;
    },
    flush() {
      for (const call of calls) flushCall(call);
    },
    finish(isComplete) {
      for (const call of calls) {
        const input = call.input.trim() === "" ? "{}" : call.input;
        if (!isComplete && !isJson(call.input)) {
          flushCall(call);
          if (call.isAnnounced) emit({ type: "tool-input-end", id: call.id });
          continue;
        }
        // A call without a name is the model's mistake; it goes on as one, so that the model hears of it.
        call.isAnnounced ||= call.name === "";
        flushCall(call);
        if (call.name !== "") emit({ type: "tool-input-end", id: call.id });
        emit({ type: "tool-call", toolCallId: call.id, toolName: call.name, input });
      }
      calls.length = 0;
    },
  };
}

/** The open call that a delta continues; undefined when it begins a new one. */
function findCall(calls: readonly OpenCall[], delta: ToolCallDelta, name: string): OpenCall | undefined {
  const id = delta.id || undefined;
  const sameIndex = delta.index == null ? undefined : calls.findLast((call) => call.index === delta.index);
  if (sameIndex) {
    const isOtherId = id !== undefined && sameIndex.sentId !== undefined && id !== sameIndex.sentId;
    // A name comes once per call. With another id, another name, or after whole arguments it opens the next call.
    const isNew =
      name !== "" && sameIndex.name !== "" && (isOtherId || name !== sameIndex.name || isJson(sameIndex.input));
    return isNew ? undefined : sameIndex;
  }
  if (delta.index != null) return undefined;
  const sameId = id === undefined ? undefined : calls.findLast((call) => call.sentId === id);
  if (sameId) return name !== "" && sameId.name !== "" && isJson(sameId.input) ? undefined : sameId;
  return name === "" && id === undefined ? calls.at(-1) : undefined;
}

/** Arguments are a string by the protocol; some servers send the object itself. */
function argumentText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

function isJson(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  if (last !== 125 && last !== 93) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
