/** Approvals that stand: one's own, and for admins those of everybody and of the house. New ones come with answers. */
import { z } from "zod";
import { type ApprovalRule, approvalOwners } from "../../accounts/accounts.ts";
import { ThorpError } from "../../base/errors.ts";
import { approvalRuleSchema } from "../../wire/approval-rules.ts";
import { actorOf } from "../access/actor-of.ts";
import { type Caller, seesAll } from "../caller.ts";
import { defineRoute, type Route } from "../route.ts";

const named = z.object({ rule: z.string().max(100) });

const listRoute = defineRoute({
  id: "approvals.list",
  method: "get",
  path: "/api/approval-rules",
  tag: "approvals",
  summary:
    "Approvals that hold for later calls: the caller's and those of everyone; for admins all, or those of one user. An answer with `scope` adds one.",
  access: "viewer",
  owned: "caller",
  query: z.strictObject({ user: z.string().max(100).optional() }),
  reply: { kind: "json", schema: z.object({ rules: z.array(approvalRuleSchema) }) },
  async handle({ parts, query, caller }) {
    const { approvals } = parts.thorp.accounts;
    return { rules: seesAll(caller) ? approvals.list(query.user) : approvals.holdingFor(userOf(caller)) };
  },
});

const removeRoute = defineRoute({
  id: "approvals.remove",
  method: "delete",
  path: "/api/approval-rules/{rule}",
  tag: "approvals",
  summary: "Take back an approval that holds for later calls; those of everyone only admins.",
  access: "viewer",
  owned: "rule",
  params: named,
  reply: { kind: "nothing" },
  async handle({ parts, params, caller, facts }) {
    const { approvals } = parts.thorp.accounts;
    const known = approvals.list().find(({ id }) => id === params.rule);
    if (known === undefined || !mayKnow(caller, known)) throw unknownRule(params.rule);
    if (known.user === approvalOwners.everyone && !seesAll(caller))
      throw new ThorpError("access-denied", `Rule ${params.rule} holds for everyone; only admins take it back.`);
    if (!(await approvals.remove(params.rule, actorOf(caller, facts)))) throw unknownRule(params.rule);
  },
});

const shareRoute = defineRoute({
  id: "approvals.share",
  method: "post",
  path: "/api/approval-rules/{rule}/share",
  tag: "approvals",
  summary: "Let an approval that stands for one user stand for everyone.",
  access: "admin",
  owned: "rule",
  params: named,
  reply: { kind: "json", schema: approvalRuleSchema },
  async handle({ parts, params, caller, facts }) {
    const shared = await parts.thorp.accounts.approvals.share(params.rule, actorOf(caller, facts));
    if (shared === undefined) throw unknownRule(params.rule);
    return shared;
  },
});

/** Read, taken back, and made everyone's. */
export const approvalRuleRoutes: readonly Route[] = [listRoute, removeRoute, shareRoute];

function unknownRule(rule: string): ThorpError {
  return new ThorpError("rule-unknown", `There is no rule ${rule}.`);
}

function userOf(caller: Caller): string | undefined {
  return caller.kind === "user" ? caller.user : undefined;
}

function mayKnow(caller: Caller, { user }: ApprovalRule): boolean {
  return seesAll(caller) || user === userOf(caller) || user === approvalOwners.everyone;
}
