/** The path of everything about one run. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import type { Thorp } from "../../engine/thorp.ts";
import type { RunRow } from "../../storage/store.ts";

/** What is no id of a run is refused before anything is looked up. */
export const runId = z.string().regex(/^run_[0-9a-z]{1,40}$/, "must be the id of a run");
/** The parameters of a path below one run. */
export const runParams = z.object({ run: runId });

/** Throws `run-unknown`. */
export async function demandRun(thorp: Pick<Thorp, "findRun">, run: string): Promise<RunRow> {
  const row = await thorp.findRun(run);
  if (row !== undefined) return row;
  throw new ThorpError("run-unknown", `There is no run ${run}.`);
}
