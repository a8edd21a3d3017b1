/** When a command goes to a running server: because a setting names one, or because one has the data folder. */
import { ThorpError } from "../../base/errors.ts";
import type { Config } from "../../config/load-config.ts";
import { apiKeyVariable } from "../../config/read-text-settings.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { attachedThorp } from "./attached-thorp.ts";
import { reachServer } from "./reach-server.ts";
import { readServerNote } from "./server-note.ts";

/** Where words about the server go. */
export interface AttachOptions {
  readonly say: (words: string) => void;
}

/** The server that `--server` or THORP_SERVER names; nothing is asked of it yet. */
export function attachNamed(url: string, { env }: Pick<Config, "env">, { say }: AttachOptions): Thorp {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new ThorpError("usage", `--server is "${url}"; it must be an address such as http://127.0.0.1:4646.`);
  const words = `The server at ${url}`;
  const key = env[apiKeyVariable];
  const address = { url: url.replace(/\/+$/, ""), ...(key ? { key } : {}) };
  return attachedThorp({ reach: reachServer(() => address, words), words, say, isOwn: false });
}

/**
 * The server that has the data folder; undefined when whoever has it serves nobody. After a restart it is found again,
 * also at another address.
 */
export async function attachToOwner(folder: string, { say }: AttachOptions): Promise<Thorp | undefined> {
  const note = readServerNote(folder);
  if (note === undefined) return undefined;
  const words = `The server at ${note.url}`;
  const isThere = await fetch(`${note.url}/livez`, { signal: AbortSignal.timeout(2000) })
    .then(({ ok }) => ok)
    .catch(() => false);
  if (!isThere) return undefined;
  const find = () => {
    const now = readServerNote(folder);
    return now === undefined ? undefined : { url: now.url, key: now.token };
  };
  return attachedThorp({ reach: reachServer(find, words), words, say, isOwn: true });
}
