/** Money and the deletion of runs: what was spent stays spent when its events are gone. */
import type { EventBody, EventOf } from "../events/event.ts";

/** What to add to a scope, in micro-dollars; negative amounts take away. */
export interface SpendChange {
  readonly scope: string;
  readonly spent: number;
  readonly reserved: number;
}

/** What one event adds to each of its scopes. Whole numbers: what is reserved and what is released round alike. */
export function spendChangeOf(body: EventOf<"budget-reserve"> | EventOf<"budget-settle">): Omit<SpendChange, "scope"> {
  if (body.type === "budget-reserve") return { spent: 0, reserved: Math.ceil(body.amount) };
  return { spent: Math.ceil(body.cost), reserved: -Math.ceil(body.reserved) };
}

/** What the events of one run put on each scope. */
export function spendOf(bodies: Iterable<EventBody>): readonly SpendChange[] {
  const sums = new Map<string, SpendChange>();
  for (const body of bodies) {
    if (body.type !== "budget-reserve" && body.type !== "budget-settle") continue;
    const { spent, reserved } = spendChangeOf(body);
    for (const scope of body.scopes) {
      const sum = sums.get(scope) ?? { scope, spent: 0, reserved: 0 };
      sums.set(scope, { scope, spent: sum.spent + spent, reserved: sum.reserved + reserved });
    }
  }
  return [...sums.values()];
}

/** A scope of the run alone (`run:ID`, `task:ID/t1`) goes with it; a day, a key or a user has spent the money for good. */
export function isScopeOfRun(scope: string, run: string): boolean {
  return scope.includes(run);
}
