/** Ceilings over the money of people, keys and teams. Money is in US dollars. */
import { z } from "zod";

/** `key`: an API key of this server. */
const budgetSubjects = ["user", "key", "team", "everyone"] as const;
/** Days and months are those of UTC. */
const budgetPeriods = ["day", "month", "ever"] as const;

/** Whose money, and in which time; days and months are those of UTC. */
export const budgetNameSchema = z.strictObject({
  of: z.enum(budgetSubjects),
  /** Id of the user or key, name of the team; empty for everyone. */
  name: z.string().max(200).default(""),
  per: z.enum(budgetPeriods),
});
/** What names a budget. */
export type BudgetName = z.infer<typeof budgetNameSchema>;

export const budgetSchema = z
  .object({
    ...budgetNameSchema.shape,
    limit: z.number().min(0).max(1e9).describe("US dollars."),
    /** In the current period, reserves of calls under way included. */
    used: z.number(),
  })
  .meta({ id: "Budget", description: "The most that may be spent." });
/** Money is in US dollars. */
export type Budget = z.infer<typeof budgetSchema>;
