/** Approvals that people let stand beyond a run. */
import { z } from "zod";
import { standingMatches } from "./standing.ts";

/** As it is told; times are milliseconds since 1970. */
export const approvalRuleSchema = z
  .object({
    id: z.string(),
    /** Whose runs it holds for: the id of a user, `personal` where there are none, or `everyone`. */
    user: z.string(),
    /** Only in this conversation; everywhere without. */
    conversation: z.string().optional(),
    tool: z.string(),
    effect: z.string(),
    match: z.enum(standingMatches),
    /** The tool, an absolute folder, `host` or `host:port`, or the hash of the exact arguments. */
    value: z.string(),
    /** Of the call that it was given for, secrets masked. */
    summary: z.string(),
    /** Milliseconds since 1970. */
    createdAt: z.number(),
  })
  .meta({ id: "ApprovalRule", description: "An approval that holds for later calls." });
