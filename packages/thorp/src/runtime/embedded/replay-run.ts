/**
 * Replay: feed the recorded inputs of a run to its program again and compare what it decides.
 *
 * Inputs are step results, race winners, signals, edits, clock and dice; everything else is a decision. Other code or
 * another team gives differences, not an error. Nothing is appended and no step is run.
 */
import { createSystemClock } from "../../base/clock.ts";
import type { RunEvent } from "../../events/event.ts";
import type { Difference, RunProgram } from "../runtime.ts";
import { runStartOf } from "./embedded-runtime.ts";
import { indexJournal } from "./journal-record.ts";
import { createRunContext } from "./run-context.ts";
import { createRunScope } from "./run-scope.ts";

/** Turns of the event loop without any movement after which a replay has nothing left to do. */
const QUIET_TURNS = 40;

/** The differences, in the order they were found; empty when the same inputs led to the same decisions. */
export async function replayRun(events: readonly RunEvent[], program: RunProgram): Promise<readonly Difference[]> {
  const run = events[0]?.run ?? "";
  const start = runStartOf(run, events);
  const differences: Difference[] = [];
  const record = indexJournal(events);
  const scope = createRunScope({
    run,
    seed: start.seed,
    startedAt: start.at,
    record,
    clock: createSystemClock(),
    onDifference: (difference) => differences.push(difference),
  });
  let over = false;
  const finish = () => {
    over = true;
  };
  program(createRunContext(scope, "", { startedAt: start.at, signal: scope.abort.signal })).then(finish, finish);
  let seen = -1;
  for (let quiet = 0; !over && quiet < QUIET_TURNS; quiet++) {
    if (scope.activity !== seen) quiet = 0;
    seen = scope.activity;
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const [path, left] of record.leftOver()) {
    for (const recorded of left) differences.push({ kind: "decision", path, recorded });
  }
  return differences;
}
