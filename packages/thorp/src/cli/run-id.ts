/** Ids of runs may be shortened to any unique beginning or ending. */

import { oneLine } from "../base/clean-text.ts";
import { ThorpError } from "../base/errors.ts";
import type { RunFilter, RunRow } from "../storage/store.ts";

/** Whoever knows the runs. */
export interface RunLister {
  listRuns(filter?: RunFilter): Promise<readonly RunRow[]>;
}

const WHOLE = /^run_[0-9a-z]{20}$/;
/** Fewer letters are too easily met by chance. */
const SHORTEST = 3;
const MOST_RUNS = 100_000;

/** `last` is the newest. Throws `run-unknown`, also when several runs are meant. */
export async function findRun(wanted: string, runs: RunLister): Promise<string> {
  if (WHOLE.test(wanted)) return wanted;
  const known = await runs.listRuns({ limit: wanted === "last" ? 1 : MOST_RUNS });
  if (wanted === "last") {
    const [newest] = known;
    if (newest === undefined)
      throw new ThorpError("run-unknown", "There is no run yet.", { hint: 'Begin one: thorp ask "..."' });
    return newest.id;
  }
  if (wanted.length < SHORTEST)
    throw new ThorpError("run-unknown", `${wanted} is too short for a run; at least ${SHORTEST} letters.`);
  const beginning = wanted.startsWith("run_") ? wanted : `run_${wanted}`;
  const meant = known.filter(({ id }) => id.endsWith(wanted) || id.startsWith(beginning));
  const [only, another] = meant;
  if (only === undefined) throw new ThorpError("run-unknown", `There is no run ${wanted}.`);
  if (another === undefined) return only.id;
  const lines = meant.slice(0, 5).map(({ id, text }) => `  ${id}  ${oneLine(text).slice(0, 50)}`);
  throw new ThorpError("run-unknown", [`${wanted} may be any of ${meant.length} runs:`, ...lines].join("\n"), {
    hint: "Write more letters of the id.",
  });
}
