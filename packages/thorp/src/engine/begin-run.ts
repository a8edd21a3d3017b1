/** From what a face asks for to a run that is under way: checked, recorded, begun. */
import { systemTimeZone } from "../base/system-time-zone.ts";
import { defaultTeam } from "./engine-options.ts";
import type { EngineParts } from "./engine-parts.ts";
import { dataFolderOf } from "./open-store.ts";
import { personFolder } from "./person-folder.ts";
import { receiveRequest } from "./receive-request.ts";
import type { Thorp } from "./thorp.ts";

/** `Thorp.ask`: resolves once the run is on disk, rejects before anything is stored of it. */
export function runBeginner(parts: EngineParts): Thorp["ask"] {
  const { options, store, runs, teams, models, clock, ids, accounts } = parts;
  // Once: the system's time zone is dear to find out.
  const { env = process.env, workspace = process.cwd(), timeZone = systemTimeZone(env) } = options;
  const folders = { users: accounts.users, dataFolder: dataFolderOf(options, env), workspace };
  return async (asked) => {
    const preferences = accounts.preferences.of(asked.owner?.user);
    const team = await teams.load(asked.team ?? preferences.team ?? options.team ?? defaultTeam);
    const wanted = asked.model ?? preferences.model;
    if (wanted !== undefined) models.demand(wanted);
    const request = await receiveRequest(asked, {
      ...{ team, ids, store, timeZone, preferences },
      workspace: await personFolder(asked.owner, folders),
    });
    const run = ids.run();
    const at = clock.now();
    const body = {
      path: "",
      type: "run-start",
      request,
      team: team.name,
      teamHash: team.hash,
      ...(team.folder === undefined ? {} : { teamFolder: team.folder }),
      seed: run,
    } as const;
    store.append({ run, at, body });
    await runs.begin({ ...body, run, seq: 1, at });
    // Whoever gets the id may count on the run: it is on disk.
    await store.committed(run);
    return { run, conversation: request.conversation };
  };
}
