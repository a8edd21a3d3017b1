/** Ceilings over money: set by admins, seen by those whom they concern. */
import { z } from "zod";
import { budgetNameSchema, budgetSchema } from "../../wire/budgets.ts";
import { actorOf } from "../access/actor-of.ts";
import { seesAll } from "../caller.ts";
import { defineRoute, type Route } from "../route.ts";

const listRoute = defineRoute({
  id: "budgets.list",
  method: "get",
  path: "/api/budgets",
  tag: "budgets",
  summary: "All budgets with what is used; for others than admins the own, those of teams and that of everyone.",
  access: "viewer",
  owned: "caller",
  reply: { kind: "json", schema: z.object({ budgets: z.array(budgetSchema) }) },
  async handle({ parts, caller }) {
    const { budgets, keys } = parts.thorp.accounts;
    const all = await budgets.list();
    if (seesAll(caller) || caller.kind !== "user") return { budgets: all };
    const own = new Set([caller.user, ...keys.list(caller.user).map(({ id }) => id)]);
    return { budgets: all.filter(({ of, name }) => of === "team" || of === "everyone" || own.has(name)) };
  },
});

const setRoute = defineRoute({
  id: "budgets.set",
  method: "put",
  path: "/api/budgets",
  tag: "budgets",
  summary: "Set a budget; it counts what is spent from now on.",
  access: "admin",
  owned: "none",
  body: z.strictObject({ ...budgetNameSchema.shape, limit: budgetSchema.shape.limit }),
  reply: { kind: "nothing" },
  handle: ({ parts, body, caller, facts }) => parts.thorp.accounts.budgets.set(body, actorOf(caller, facts)),
});

const removeRoute = defineRoute({
  id: "budgets.remove",
  method: "delete",
  path: "/api/budgets",
  tag: "budgets",
  summary: "Take a budget away.",
  access: "admin",
  owned: "none",
  query: budgetNameSchema,
  reply: { kind: "json", schema: z.object({ removed: z.boolean() }) },
  handle: async ({ parts, query, caller, facts }) => ({
    removed: await parts.thorp.accounts.budgets.remove(query, actorOf(caller, facts)),
  }),
});

/** Read, set and taken away. */
export const budgetRoutes: readonly Route[] = [listRoute, setRoute, removeRoute];
