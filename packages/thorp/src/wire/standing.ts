/** How one approval may hold for later calls: what has to be the same in them, and for how long. */
import { z } from "zod";

/**
 * `tool`: any call of the tool with this effect that stays in the workspace. `folder`: all its paths lie below. `host`:
 * all its addresses are there. `arguments`: exactly the same call.
 */
export const standingMatches = ["tool", "folder", "host", "arguments"] as const;
/** What has to be the same in later calls, beside tool and effect. */
export type StandingMatch = (typeof standingMatches)[number];

/** Until the run ends; in every run of the conversation; until the person takes it back. */
export const standingScopes = ["run", "conversation", "always"] as const;
/** How long an approval holds. */
export type StandingScope = (typeof standingScopes)[number];

/** One way to allow more than the call that is asked about. */
export const standingSchema = z
  .object({
    match: z.enum(standingMatches),
    /** The tool, an absolute folder, `host` or `host:port`, or the hash of the exact arguments. */
    value: z.string(),
    /** How long it may hold. */
    scopes: z.array(z.enum(standingScopes)),
  })
  .meta({ id: "Standing", description: "One way to allow more than the call that is asked about." });
/** One way to allow more than the call that is asked about. */
export interface Standing {
  readonly match: StandingMatch;
  readonly value: string;
  readonly scopes: readonly StandingScope[];
}
