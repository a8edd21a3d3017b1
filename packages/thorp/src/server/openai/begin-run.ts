/** From a request of a client to the run that answers it: a new one, or the one that waits for what the client brings. */
import { ThorpError } from "../../base/errors.ts";
import type { AskRequest, Thorp } from "../../engine/thorp.ts";
import type { ClientResult } from "../../events/client-terms.ts";

/** The run, and the event after which its answer to this request begins. */
export interface BegunRun {
  readonly run: string;
  readonly after: number;
}

/** What a client asks. */
export interface Begin {
  readonly ask: AskRequest;
  /** What its tools brought since the person spoke last. */
  readonly results: readonly ClientResult[];
}

/**
 * Results whose ids name no run that waits for them belong to a conversation that Thorp does not know, or no longer:
 * then the request is asked anew, with all that is done already. Throws `run-state` when somebody else was faster.
 */
export async function beginRun(thorp: Thorp, { ask, results }: Begin): Promise<BegunRun> {
  const run = results.flatMap(({ id }) => runOfCall(id) ?? []).at(-1);
  if (run !== undefined) {
    const answer = await thorp.answerClientCalls(run, results);
    switch (answer.kind) {
      case "resumed":
        return { run, after: answer.after };
      case "taken":
        throw new ThorpError("run-state", "Another request has brought the results of these tool calls already.", {
          hint: "Its answer goes to that request alone.",
        });
      case "incomplete":
        throw new ThorpError("input-invalid", `The tool calls ${answer.missing.join(", ")} have no results.`, {
          hint: "Answer all calls of one message together.",
        });
      case "gone":
        break;
    }
  }
  const asked = await thorp.ask(ask);
  return { run: asked.run, after: 0 };
}

/** The run that a call's id names; undefined for ids of others. */
function runOfCall(id: string): string | undefined {
  const name = /^call_([0-9a-z]{20})_/.exec(id)?.[1];
  return name === undefined ? undefined : `run_${name}`;
}
