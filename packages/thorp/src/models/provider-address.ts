/** Everything that an adapter needs to know of a provider, from its row in the catalogue. */
import type { Clock } from "../base/clock.ts";
import type { Dice } from "../base/dice.ts";
import { ThorpError } from "../base/errors.ts";
import type { ProviderEntry } from "./catalogue.ts";
import { isLocalAddress } from "./model-server.ts";
import type { OllamaServer } from "./ollama/server.ts";
import { dialects } from "./openai-compatible/dialects.ts";
import type { OpenAiServer } from "./openai-compatible/language-model.ts";
import { type Environment, readSecret } from "./secrets.ts";
import type { CallTimeouts } from "./transport/stream-call.ts";
import type { Transport } from "./transport/transport.ts";

/** What holds for all providers of a process. */
export interface AddressOptions {
  readonly env: Environment;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly timeouts?: Partial<CallTimeouts> | undefined;
  /** One of the provider's addresses; the first otherwise. */
  readonly url?: string | undefined;
  /** For a question that shows whether the server is there: asked without the key where it is missing. */
  readonly keyIsOptional?: boolean;
}

/** Local servers load a model of many gigabytes, and read long prompts slowly, before the first token comes. */
const LOCAL_START_MS = 300_000;
const REMOTE_START_MS = 60_000;
const IDLE_MS = 120_000;

/** The key is read here, once. Throws `model-refused` for a remote provider whose key is not set. */
export function addressOf(provider: ProviderEntry, options: AddressOptions): OpenAiServer & OllamaServer {
  const { transport, clock, dice, timeouts, url = provider.urls[0] ?? "" } = options;
  return {
    provider: provider.name,
    dialect: dialects[provider.dialect],
    url,
    key: keyOf(provider, options),
    headers: provider.headers,
    transport,
    clock,
    newId: () => newCallId(dice),
    timeouts: { startMs: provider.tier === "local" ? LOCAL_START_MS : REMOTE_START_MS, idleMs: IDLE_MS, ...timeouts },
  };
}

/** Whether calls can be paid for. */
export type KeyState = "not-needed" | "set" | "missing";

/** For lists and doctors: says nothing of the key itself. An unreadable key file counts as missing. */
export function keyStateOf(provider: ProviderEntry, env: Environment): KeyState {
  if (provider.key === undefined) return "not-needed";
  try {
    if (readSecret(provider.key, env) !== undefined) return "set";
  } catch {
    return "missing";
  }
  return isAtHome(provider) ? "not-needed" : "missing";
}

function keyOf(provider: ProviderEntry, { env, keyIsOptional }: AddressOptions): string | undefined {
  if (provider.key === undefined) return undefined;
  const key = readSecret(provider.key, env);
  // A server on this machine often runs without one; asking a remote server in vain would only take longer to fail.
  if (key !== undefined || keyIsOptional || isAtHome(provider)) return key;
  throw new ThorpError("model-refused", `${provider.name} needs a key, and ${provider.key} is not set`, {
    hint: `Set ${provider.key}, or ${provider.key}_FILE to the path of a file that holds it.`,
  });
}

function isAtHome({ urls }: ProviderEntry): boolean {
  return urls.every(isLocalAddress);
}

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** 62 bits of chance: no two calls of a conversation share an id. */
function newCallId(dice: Dice): string {
  let id = "call_";
  for (let i = 0; i < 12; i++) id += ALPHABET[Math.floor(dice() * 36)];
  return id;
}
