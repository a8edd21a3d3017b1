/** What a person sends to a run, as the engine takes it, once it is known that the run waits for it. */
import { definedOf } from "../base/defined-of.ts";
import { ThorpError } from "../base/errors.ts";
import { mayStand } from "../engine/standing-approvals.ts";
import type { Thorp } from "../engine/thorp.ts";
import type { SignalEvent } from "../events/event.ts";
import type { Signal } from "../wire/ask.ts";

/**
 * Rejects with `run-unknown`, and with `run-state` for an answer to what nobody asked or what was answered already: two
 * tabs may show one question.
 */
export async function signalFromWire(thorp: Thorp, run: string, signal: Signal): Promise<SignalEvent> {
  if (signal.type === "approval-answer" || signal.type === "question-answer") await demandAsked(thorp, run, signal);
  else if ((await thorp.findRun(run)) === undefined) throw new ThorpError("run-unknown", `There is no run ${run}.`);
  const all = signal.type === "approval-answer" ? { ...signal, by: "person" } : signal;
  return definedOf(all) as SignalEvent;
}

type Answer = Extract<Signal, { type: "approval-answer" | "question-answer" }>;

async function demandAsked(thorp: Thorp, run: string, signal: Answer): Promise<void> {
  const { open } = await thorp.showRun(run);
  const id = signal.type === "approval-answer" ? signal.approval : signal.question;
  const ask = open.find((event) => (event.type === "approval-ask" ? event.approval : event.question) === id);
  if (ask === undefined) throw new ThorpError("run-state", `Run ${run} does not wait for an answer to ${id}.`);
  if (signal.type !== "approval-answer" || ask.type !== "approval-ask" || mayStand(ask, signal)) return;
  throw new ThorpError("run-state", `${ask.summary}: this cannot be allowed for later calls in that way.`, {
    hint: "Answer with a match and scope that the question's `stands` offers, or without both.",
  });
}
