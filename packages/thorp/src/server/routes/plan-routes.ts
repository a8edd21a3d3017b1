/** The plan of a run: look at it, change it before the start and while it runs, approve it. */

import { z } from "zod";
import { definedOf } from "../../base/defined-of.ts";
import { ThorpError } from "../../base/errors.ts";
import { planSchema } from "../../wire/plan.ts";
import type { PlanView } from "../../wire/plan-view.ts";
import { planOperationSchema, planViewSchema } from "../../wire/plan-view.ts";
import type { Caller } from "../caller.ts";
import { type Answered, answered, defineRoute, type Route } from "../route.ts";
import { demandRun, runParams } from "./run-params.ts";

const path = "/api/runs/{run}/plan";
const shared = { path, tag: "plans", params: runParams } as const;

/** The tag of a plan is its revision: whoever changes an older one is told what was done since (`plan-changed`). */
export const planRoutes: readonly Route[] = [
  defineRoute({
    ...shared,
    id: "plans.show",
    method: "get",
    summary: "The plan of a run as it stands; its ETag is its revision.",
    access: "viewer",
    owned: "run",
    reply: { kind: "json", schema: planViewSchema },
    handle: async ({ parts, params }) => tagged(await parts.thorp.showPlan(params.run)),
  }),
  defineRoute({
    ...shared,
    id: "plans.replace",
    method: "put",
    summary: "Give the plan as it shall be; `If-Match` must name the revision it was made from.",
    access: "member",
    owned: "run",
    body: planSchema,
    reply: { kind: "json", schema: planViewSchema },
    async handle({ parts, params, body, headers, caller }) {
      // Whoever may not see the run is not told what the route wants.
      await demandRun(parts.thorp, params.run);
      const base = revisionFrom(headers);
      if (base === undefined)
        throw new ThorpError("input-invalid", "A whole plan needs If-Match with the revision that it was made from.", {
          hint: "GET the plan, and send its ETag back.",
        });
      return tagged(await parts.thorp.editPlan(params.run, { plan: body }, { base, ...by(caller) }));
    },
  }),
  defineRoute({
    ...shared,
    id: "plans.edit",
    method: "patch",
    summary:
      "Change single tasks: add, change, remove, skip, retry. With `If-Match` only when nobody else did meanwhile.",
    access: "member",
    owned: "run",
    body: z.strictObject({ operations: z.array(planOperationSchema).min(1).max(100) }),
    reply: { kind: "json", schema: planViewSchema },
    async handle({ parts, params, body, headers, caller }) {
      const how = definedOf({ base: revisionFrom(headers), ...by(caller) });
      return tagged(await parts.thorp.editPlan(params.run, body, how));
    },
  }),
  defineRoute({
    ...shared,
    path: `${path}/approval`,
    id: "plans.approve",
    method: "post",
    summary: "Let a plan run that waits for it, or end the run; with `If-Match` only the revision that was seen.",
    access: "member",
    owned: "run",
    body: z.strictObject({ allow: z.boolean() }),
    reply: { kind: "nothing" },
    handle: ({ parts, params, body, headers }) =>
      parts.thorp.approvePlan(params.run, definedOf({ allow: body.allow, base: revisionFrom(headers) })),
  }),
];

function tagged(view: PlanView): Answered {
  // Tasks move without a new revision, so the tag only stands for the plan itself.
  return answered(view, { etag: `"${view.revision}"`, "cache-control": "no-store" });
}

/** Undefined without the header, or for `*`. Throws `input-invalid` for what is no revision. */
function revisionFrom(headers: Headers): number | undefined {
  const given = headers.get("if-match")?.trim();
  if (given === undefined || given === "*") return undefined;
  const revision = /^(?:W\/)?"(\d{1,9})"$/.exec(given)?.[1];
  if (revision === undefined)
    throw new ThorpError("input-invalid", `If-Match must be a revision such as "3", not ${given}.`);
  return Number(revision);
}

function by(caller: Caller): { readonly by?: string } {
  return caller.kind === "user" ? { by: caller.user } : {};
}
