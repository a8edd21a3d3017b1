/**
 * Calls that need the same scarce thing wait for one another: so many at once as it has slots, the most urgent first, in
 * the same kind of queue as model calls.
 *
 * A call that is made while another one of the same process holds a slot (a tool that starts a run, whose agents call
 * tools) does not wait: the one that it would wait for waits for it. A circle over another process, where nobody here can
 * see who waits for whom, ends with the time limit of the call that holds the slot.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Tool } from "../../tools/tool.ts";
import type { ModelQueue, QueueTicket } from "../call-model/model-queue.ts";

/** A call that wants its turn. */
export interface SlotWish extends Pick<QueueTicket, "priority" | "deadlineAt" | "signal"> {
  readonly resource: Tool["resource"];
  /** Called once when it has to wait: for how many that run or stand before it. */
  onWait(ahead: number): void;
  /** Called once when that is over. */
  onTurn(): void;
}

/** One for an engine: all its runs share what is scarce. */
export interface ResourceSlots {
  /** Runs `work` in a slot, which it gives back however `work` ends. Rejects with the signal's reason, and as `work` does. */
  hold<Result>(wish: SlotWish, work: () => Promise<Result>): Promise<Result>;
}

/** `queue` holds nothing but resources of tools. */
export function createResourceSlots(queue: ModelQueue): ResourceSlots {
  const holding = new AsyncLocalStorage<true>();
  return {
    async hold({ resource, onWait, onTurn, ...ticket }, work) {
      if (resource === undefined || holding.getStore() === true) return work();
      const { name: line, slots } = resource;
      const before = queue.waiting(line);
      const slot = queue.acquire({ ...ticket, line, slots });
      const waits = queue.waiting(line) > before;
      if (waits) onWait(before + queue.running(line));
      const { release } = await slot;
      if (waits) onTurn();
      try {
        return await holding.run(true, work);
      } finally {
        release();
      }
    },
  };
}
