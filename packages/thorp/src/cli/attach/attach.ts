/** When a command goes to a running server: because a setting names one, or because one has the data folder. */
import { ThorpError } from "../../base/errors.ts";
import type { Config } from "../../config/load-config.ts";
import { apiKeyVariable } from "../../config/read-text-settings.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { attachedThorp } from "./attached-thorp.ts";
import { type Reach, reachServer } from "./reach-server.ts";
import { readServerNote, type ServerNote } from "./server-note.ts";

/** Where words about the server go. */
export interface AttachOptions {
  readonly say: (words: string) => void;
}

/** The server that `--server` or THORP_SERVER names; nothing is asked of it yet. */
export function attachNamed(url: string, config: Pick<Config, "env">, { say }: AttachOptions): Thorp {
  return attachedThorp({ reach: reachNamed(url, config), words: serverWords(url), say, isOwn: false });
}

/** The same, for what the engine does not do. Throws `usage` for what is no address. */
export function reachNamed(url: string, { env }: Pick<Config, "env">): Reach {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new ThorpError("usage", `--server is "${url}"; it must be an address such as http://127.0.0.1:4646.`);
  const key = env[apiKeyVariable];
  const address = { url: url.replace(/\/+$/, ""), ...(key ? { key } : {}) };
  return reachServer(() => address, serverWords(url));
}

/**
 * The server that has the data folder; undefined when whoever has it serves nobody. After a restart it is found again,
 * also at another address.
 */
export async function attachToOwner(folder: string, { say }: AttachOptions): Promise<Thorp | undefined> {
  const note = await liveNote(folder);
  if (note === undefined) return undefined;
  const words = serverWords(note.url);
  return attachedThorp({ reach: reachNoted(folder, words), words, say, isOwn: true });
}

/** The same, for what the engine does not do. */
export async function reachOwner(folder: string): Promise<{ readonly reach: Reach; readonly url: string } | undefined> {
  const note = folder === "memory" ? undefined : await liveNote(folder);
  if (note === undefined) return undefined;
  return { reach: reachNoted(folder, serverWords(note.url)), url: note.url };
}

/** The note of a server that answers. */
async function liveNote(folder: string): Promise<ServerNote | undefined> {
  const note = readServerNote(folder);
  if (note === undefined) return undefined;
  const isThere = await fetch(`${note.url}/livez`, { signal: AbortSignal.timeout(2000) })
    .then(({ ok }) => ok)
    .catch(() => false);
  return isThere ? note : undefined;
}

function reachNoted(folder: string, words: string): Reach {
  const find = () => {
    const now = readServerNote(folder);
    return now === undefined ? undefined : { url: now.url, key: now.token };
  };
  return reachServer(find, words);
}

function serverWords(url: string): string {
  return `The server at ${url}`;
}
