/** From what a face asks for to a run that is under way: checked, recorded, begun. */
import { definedOf } from "../base/defined-of.ts";
import { systemTimeZone } from "../base/system-time-zone.ts";
import type { RunRequest } from "../events/run-request.ts";
import { defaultTeam } from "./engine-options.ts";
import type { EngineParts } from "./engine-parts.ts";
import { dataFolderOf } from "./open-store.ts";
import { personFolder } from "./person-folder.ts";
import { receiveRequest } from "./receive-request.ts";
import type { AskedRun, AskRequest } from "./thorp.ts";

/** `attachments` are kept already: they go with the words when none are handed over. */
export type BeginRun = (asked: AskRequest, attachments?: RunRequest["attachments"]) => Promise<AskedRun>;

/** Resolves once the run is on disk, rejects before anything is stored of it. */
export function runBeginner(parts: EngineParts): BeginRun {
  const { options, adjustable, store, runs, teams, models, clock, ids, accounts } = parts;
  const { env = process.env, workspace = process.cwd() } = options;
  // Once: the system's time zone is dear to find out.
  const usualZone = systemTimeZone(env);
  const folders = { users: accounts.users, dataFolder: dataFolderOf(options, env), workspace };
  return async (asked, attachments) => {
    const usual = adjustable.now();
    const preferences = accounts.preferences.of(asked.owner?.user);
    const team = await teams.load(asked.team ?? preferences.team ?? usual.team ?? defaultTeam);
    const model = asked.model ?? preferences.model ?? usual.model;
    if (model !== undefined) models.demand(model);
    const request = await receiveRequest(definedOf({ ...asked, model }), {
      ...{ team, ids, store, preferences, attachments, deadlineMs: usual.deadlineMs, clean: parts.secrets.clean },
      timeZone: usual.timeZone ?? usualZone,
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
