/** Exit codes of runs; those of errors stand in the error table. */
import { errorTable, type Failure } from "../base/errors.ts";
import type { RunState } from "../events/event.ts";

/** 0 done, 1 partial, 130 cancelled; a failed run exits as its failure says. */
export function exitCodeOf(state: RunState, failure?: Failure): number {
  switch (state) {
    case "done":
      return 0;
    case "cancelled":
      return 130;
    case "failed":
      return failure === undefined ? 1 : errorTable[failure.code].exit;
    case "partial":
    case "running":
    case "waiting":
      return 1;
  }
}
