/** Whose something is that runs have made. */
import type { Store } from "../storage/store.ts";
import type { OwnedSubject } from "./thorp.ts";

/** See `Thorp.ownersOf`. A conversation is of one person: only they go on with it. */
export async function ownersOf(
  store: Pick<Store, "run" | "runs" | "runsOfBlob">,
  subject: OwnedSubject,
): Promise<readonly (string | undefined)[]> {
  if ("conversation" in subject)
    return (await store.runs({ conversation: subject.conversation, limit: 1 })).map(({ owner }) => owner);
  const runs = "run" in subject ? [subject.run] : await store.runsOfBlob(subject.blob);
  const rows = await Promise.all(runs.map((run) => store.run(run)));
  return rows.flatMap((row) => (row === undefined ? [] : [row.owner]));
}
