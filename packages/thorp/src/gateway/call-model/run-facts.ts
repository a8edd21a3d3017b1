/** What every call of a run shares. */
import type { RunContext } from "../../events/run-context.ts";
import type { RunRequest } from "../../events/run-request.ts";

/** Fixed for the whole run, but for the deadline. */
export interface RunFacts {
  readonly run: string;
  readonly team: string;
  readonly user: string;
  readonly request: RunRequest;
  /**
   * Milliseconds since 1970; a call that is under way then is stopped and keeps its text. It moves while the run waits
   * for a person, so it is asked for at each call.
   */
  readonly deadlineAt?: (context: RunContext) => number;
}
