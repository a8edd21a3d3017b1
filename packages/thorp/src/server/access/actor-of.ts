/** Who does something, for the audit log. */
import type { Actor } from "../../accounts/accounts.ts";
import type { Caller } from "../caller.ts";
import type { RequestFacts } from "./request-facts.ts";

/** Nothing of what proved it. */
export function actorOf(caller: Caller, { address }: RequestFacts): Actor {
  const from = { from: address };
  // Whoever may write the data folder is the terminal, with a server beside it as without one.
  if (caller.kind === "personal" && caller.holdsFolder) return { who: "terminal", ...from };
  if (caller.kind !== "user") return { who: caller.kind, ...from };
  return { who: caller.user, ...(caller.key === undefined ? {} : { key: caller.key }), ...from };
}
