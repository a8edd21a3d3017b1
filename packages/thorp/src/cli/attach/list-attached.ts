/** Runs of a server as many as are wanted: it lists them page by page. */
import type { ThorpClient } from "../../../../client/src/client.ts";
import type { RunFilter, RunRow } from "../../storage/store.ts";
import { rowFromWire } from "./from-wire.ts";

/** The most that the server lists at once. */
const MOST_RUNS = 500;

/** Newest first. Whose runs are listed is for the server to say. */
export async function listAttached(
  { runs }: Pick<ThorpClient, "runs">,
  { limit = 50, before, text, unfinished, conversation, state, team }: RunFilter,
): Promise<readonly RunRow[]> {
  const query = { conversation, state, team, q: text || undefined, unfinished: unfinished || undefined };
  const rows: RunRow[] = [];
  for (let cursor = before; rows.length < limit; cursor = rows.at(-1)?.id) {
    const wanted = Math.min(limit - rows.length, MOST_RUNS);
    const page = await runs.list({ ...query, cursor, limit: wanted });
    rows.push(...page.map((run) => rowFromWire<RunRow>(run)));
    if (page.length < wanted) break;
  }
  return rows;
}
