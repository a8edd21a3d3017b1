/** How runs begin: asked for, asked again in the place of another, and once only under one key. */
import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import type { RunRequest } from "../events/run-request.ts";
import { runBeginner } from "./begin-run.ts";
import type { EngineParts } from "./engine-parts.ts";
import { afterOf } from "./lineage.ts";
import { startEventOf } from "./live-runs.ts";
import type { AskedRun, AskRequest, Thorp } from "./thorp.ts";

/** `eventsOf` throws `run-unknown`. Both calls resolve once the run is on disk. */
export function askCalls(
  parts: EngineParts,
  eventsOf: (run: string) => Promise<readonly RunEvent[]>,
): Pick<Thorp, "ask" | "retry"> {
  const { store } = parts;
  const begin = runBeginner(parts);
  /** Keys whose run is being begun: two requests at once are still one. */
  const beginning = new Map<string, Promise<unknown>>();

  const named = (asked: AskRequest): Promise<AskRequest> | AskRequest =>
    asked.expand === true ? parts.tools.texts.expand(asked) : asked;
  const once = async (asked: AskRequest, attachments?: RunRequest["attachments"]): Promise<AskedRun> => {
    if (asked.once === undefined) return begin(asked, attachments);
    const { key, digest } = asked.once;
    await beginning.get(key)?.catch(() => {});
    const known = await store.runOnce(key);
    if (known === undefined && beginning.has(key)) return once(asked, attachments);
    if (known === undefined) {
      const asking = begin(asked, attachments).finally(() => beginning.delete(key));
      beginning.set(key, asking);
      return asking;
    }
    if (known.digest !== digest)
      throw new ThorpError("key-reused", `Another request was made under this key: run ${known.run}.`);
    const row = await store.run(known.run);
    return { run: known.run, conversation: row?.conversation ?? "" };
  };

  return {
    ask: async (asked) => once(await named(asked)),
    async retry(run, changes = {}) {
      const start = startEventOf(await eventsOf(run));
      const { attachments, ...asked } = requestAgain(start.request);
      const after = await afterOf(store, { id: run, ...pick(start.request) });
      const isSame = changes.text === undefined || changes.text === start.request.text;
      const again = { ...asked, team: start.teamFolder ?? start.team, after, ...changes };
      const words = await named({ ...again, ...(isSame ? { fresh: true } : {}) });
      return once(words, attachments);
    },
  };
}

function pick({ conversation, after }: RunRequest): { readonly conversation: string; readonly after?: string } {
  return { conversation, ...(after === undefined ? {} : { after }) };
}

/** The request as it would be asked, without what belongs to that one time. */
function requestAgain(request: RunRequest): Omit<AskRequest, "attachments"> & Pick<RunRequest, "attachments"> {
  // What was allowed without asking was allowed that once.
  const { after: _, once: _once, fresh: _fresh, approve: _approve, budget, timeZone: _zone, ...more } = request;
  // Nobody is there with the tools of a program; how to answer is the person's to say anew.
  const { client: _client, style: _style, localOnly: _local, ...rest } = more;
  return { ...rest, ...(budget === undefined ? {} : { budget: budget / 1e6 }) };
}
