/** The log of who did what, for admins. */
import { z } from "zod";
import { auditEntrySchema } from "../../wire/accounts.ts";
import { defineRoute, type Route } from "../route.ts";

/** Newest first; `before` goes on with the next page. */
export const auditRoute: Route = defineRoute({
  id: "audit.list",
  method: "get",
  path: "/api/audit",
  tag: "audit",
  summary: "Who did what, when and from where; newest first.",
  access: "admin",
  owned: "none",
  query: z.strictObject({
    before: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    verify: z.stringbool().default(false).describe("Also go over the whole chain of hashes."),
  }),
  reply: {
    kind: "json",
    schema: z.object({
      entries: z.array(auditEntrySchema),
      problems: z.array(z.string()).optional().describe("With `verify`: what is wrong with the chain."),
    }),
  },
  async handle({ parts, query: { before, limit, verify } }) {
    const { audit } = parts.thorp.accounts;
    const entries = await audit.list({ limit, ...(before === undefined ? {} : { before }) });
    return { entries, ...(verify ? { problems: await audit.verify() } : {}) };
  },
});
