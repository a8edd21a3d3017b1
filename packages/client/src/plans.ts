/** The plan of a run: look at it, change it, let it run. */
import { type Calls, runPath } from "./calls.ts";
import type { Plan, PlanOperation, PlanView } from "./wire/plan.generated.ts";

/** Which plan was seen. */
export interface SeenRevision {
  /** Rejects with `plan-changed` when somebody has changed it since; without it the change goes to whatever is there. */
  readonly revision?: number | undefined;
}

/** All reject with `ThorpApiError`; `run-state` for a run without a plan, or whose plan cannot be changed any more. */
export interface PlansClient {
  show(run: string): Promise<PlanView>;
  /** Changes single tasks, all or none. Rejects with `plan-invalid`, which says all that is wrong. */
  edit(run: string, operations: readonly PlanOperation[], seen?: SeenRevision): Promise<PlanView>;
  /** The plan as it shall be; it was made from this revision. */
  replace(run: string, plan: Plan, revision: number): Promise<PlanView>;
  /** A task that is not done, or stopped; what needs it goes on. */
  skip(run: string, task: string, seen?: SeenRevision): Promise<PlanView>;
  /** A task that failed, and what it held up. */
  retry(run: string, task: string, seen?: SeenRevision): Promise<PlanView>;
  /** Lets a plan run that waits for it, or with `allow: false` ends the run. */
  approve(run: string, answer?: SeenRevision & { readonly allow?: boolean }): Promise<void>;
}

/** The part of the client for plans. */
export function createPlansClient({ json, done }: Calls): PlansClient {
  const edit: PlansClient["edit"] = (run, operations, seen) =>
    json({ method: "PATCH", path: runPath(run, "/plan"), body: { operations }, headers: ifMatch(seen) });
  return {
    show: (run) => json({ path: runPath(run, "/plan") }),
    edit,
    replace: (run, plan, revision) =>
      json({ method: "PUT", path: runPath(run, "/plan"), body: plan, headers: ifMatch({ revision }) }),
    skip: (run, task, seen) => edit(run, [{ op: "skip", id: task }], seen),
    retry: (run, task, seen) => edit(run, [{ op: "retry", id: task }], seen),
    approve: (run, { allow = true, ...seen } = {}) =>
      done({ method: "POST", path: runPath(run, "/plan/approval"), body: { allow }, headers: ifMatch(seen) }),
  };
}

function ifMatch({ revision }: SeenRevision = {}): Readonly<Record<string, string>> {
  return revision === undefined ? {} : { "if-match": `"${revision}"` };
}
