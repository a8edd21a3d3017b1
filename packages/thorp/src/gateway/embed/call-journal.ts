/**
 * The record of a model call that belongs to no run: a journal of its own with one step, so that money, statistics and
 * metrics count it like any other call.
 */
import type { Failure } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import type { MicroDollars } from "../../base/money.ts";
import type { EventOf, RunEvent, StepCall } from "../../events/event.ts";
import type { StepDetail } from "../../events/run-context.ts";
import type { RunOwner } from "../../events/run-request.ts";
import type { Store } from "../../storage/store.ts";

/** Where it is kept, and when. */
export interface CallJournalOptions {
  readonly store: Pick<Store, "append" | "committed" | "openCalls" | "events">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What the call came to; the same fields as a model call of a run has. */
export interface CallOutcome {
  readonly tokens: number;
  readonly cost: MicroDollars;
  /** Nothing had to be asked of a server. */
  readonly cached?: boolean;
  readonly failure?: Failure;
}

/** One call under way. Its events go on being appended in order. */
export interface CallRecord {
  note(detail: StepDetail): void;
  /** Resolves when what was appended is on disk. */
  committed(): Promise<void>;
  end(outcome: CallOutcome): void;
}

const STEP = "embed";
const PLACE = { path: "", step: STEP } as const;

/** Appends the beginning. */
export function beginCall(
  { store, now }: CallJournalOptions,
  { id, owner, call }: { readonly id: string; readonly owner: RunOwner | undefined; readonly call: StepCall },
): CallRecord {
  const append = (body: Parameters<Store["append"]>[0]["body"]) => store.append({ run: id, at: now(), body });
  append({ path: "", type: "call-start", ...(owner === undefined ? {} : { owner }) });
  append({ ...PLACE, type: "step-start", attempt: 1, call });
  return {
    note: (detail) => append({ ...PLACE, ...detail }),
    committed: () => store.committed(id),
    end: (outcome) => append({ ...PLACE, type: "step-end", attempt: 1, result: resultOf(outcome) }),
  };
}

function resultOf({ tokens, cost, cached, failure }: CallOutcome): Json {
  return {
    ok: failure === undefined,
    usage: { inputTokens: tokens, outputTokens: 0 },
    costMicro: cost,
    ...(cached === true ? { cached } : {}),
    ...(failure === undefined ? {} : { failure: { ...failure } }),
  };
}

/**
 * Ends the calls that a process left behind: nobody knows what they cost, so each counts at what it had reserved. Only
 * for the owner of the record, before it makes calls of its own.
 */
export async function endLostCalls({ store, now }: CallJournalOptions): Promise<void> {
  for (const id of await store.openCalls()) {
    const events = await store.events(id);
    const reserves = events.filter(isReserve);
    const settled = events.some(({ type }) => type === "budget-settle");
    const at = now();
    let cost = 0;
    for (const { scopes, amount } of settled ? [] : reserves) {
      cost += amount;
      store.append({
        run: id,
        at,
        body: { ...PLACE, type: "budget-settle", scopes, reserved: amount, cost: amount },
      });
    }
    const message = "Thorp ended while the call was under way; it counts at what was reserved for it.";
    const failure = { code: "cancelled", message } as const;
    const result = resultOf({ tokens: 0, cost: cost as MicroDollars, failure });
    store.append({ run: id, at, body: { ...PLACE, type: "step-end", attempt: 1, result } });
    await store.committed(id);
  }
}

function isReserve(event: RunEvent): event is RunEvent & EventOf<"budget-reserve"> {
  return event.type === "budget-reserve";
}
