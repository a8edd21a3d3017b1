/** What every call of a run shares. */
import type { RunContext } from "../../events/run-context.ts";
import type { RunRequest } from "../../events/run-request.ts";
import type { ContentPolicy } from "../../guard/content/content-policy.ts";
import type { CallAsker } from "./model-directory.ts";

/** Whose keys a call of the run may use. */
export function askerOf({ team, request }: Pick<RunFacts, "team" | "request">): CallAsker {
  return { team, user: request.owner?.user };
}

/** Fixed for the whole run, but for the deadline. */
export interface RunFacts {
  readonly run: string;
  readonly team: string;
  readonly user: string;
  readonly request: RunRequest;
  /** What the team hides, refuses or asks about; absent: nothing. */
  readonly filters?: ContentPolicy;
  /**
   * Milliseconds since 1970; a call that is under way then is stopped and keeps its text. It moves while the run waits
   * for a person, so it is asked for at each call.
   */
  readonly deadlineAt?: (context: RunContext) => number;
}
