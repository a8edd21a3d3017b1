/**
 * Whether this machine can hold the program of a call in a cage. That is an input of the run like any other: looked at
 * once for each call and recorded, so that a recovery on another machine decides as before.
 */
import type { RunContext } from "../../events/run-context.ts";
import type { FindCage } from "../../sandbox/cage.ts";
import type { PreparedCall } from "./prepare-call.ts";

type ReadyCall = Extract<PreparedCall, { ok: true }>;

/** Without a cage a call has the strongest effect that its tool can have, and its intent says why. */
export async function withCage(context: RunContext, prepared: ReadyCall, findCage?: FindCage): Promise<ReadyCall> {
  const { tool, intent, call, digest } = prepared;
  if (!needsCage(prepared)) return prepared;
  const uncaged = await context.step<string>({
    name: `${call.step}-cage`,
    digest,
    run: async (step) => {
      step.begin({ kind: "other", digest });
      const facts = await findCage?.();
      if (facts === undefined) return "no sandbox is set up";
      return facts.ok ? "" : facts.why;
    },
  });
  return uncaged === "" ? prepared : { ...prepared, intent: { ...intent, effect: tool.effect, uncaged } };
}

function needsCage({ tool }: ReadyCall): boolean {
  return tool.needs?.some(({ kind }) => kind === "sandbox") ?? false;
}
