/** A plan that waits: run it, or not. */
import type { Plan } from "@thorp/client";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import { words } from "../words.ts";

export function PlanApproval({ run, plan }: { readonly run: string; readonly plan: Plan }) {
  const [error, setError] = useState<Error>();
  const answer = (allow: boolean): void =>
    void thorp.runs.signal(run, { type: "plan-approve", allow }).catch((thrown: unknown) => setError(thrown as Error));
  return (
    <section className="rounded border-2 border-accent p-3" aria-label={words.plan}>
      <p className="font-medium">{plan.goal}</p>
      <div className="mt-2 flex gap-2">
        <button type="button" className="rounded bg-accent px-3 py-1 text-on-accent" onClick={() => answer(true)}>
          {words.runPlan}
        </button>
        <button type="button" className="rounded border border-line px-3 py-1" onClick={() => answer(false)}>
          {words.refusePlan}
        </button>
      </div>
      {error !== undefined && <p role="alert">{error.message}</p>}
    </section>
  );
}
