/**
 * OAuth 2.1 as a client: the code flow with PKCE (RFC 7636, S256), and tokens that are renewed before they end.
 *
 * Only admins begin one: the token address is asked by this server. It must be https, or this machine's own.
 */
import { createHash } from "node:crypto";
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import type { AuditEntry } from "../../storage/account-tables.ts";
import type { CredentialName, OAuthRequest } from "../../wire/credentials.ts";
import type { Actor, CredentialStore } from "../accounts.ts";
import type { CredentialDocument } from "../documents.ts";
import { newToken, type RandomBytes } from "../tokens.ts";
import { idOf, type KeepSecret, type OpenSecret } from "./kept-secret.ts";

/** Where tokens are kept and how they are asked for. */
export interface OAuthOptions {
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly keep: KeepSecret;
  readonly entry: (what: string, id: string, actor: Actor) => AuditEntry;
}

interface Pending {
  readonly request: OAuthRequest & CredentialName;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly actor: Actor;
  readonly until: number;
}

const PENDING_MS = 10 * 60_000;
const MOST_PENDING = 100;
/** A token that ends within this time is renewed first. */
const EARLY_MS = 60_000;
const TIMEOUT_MS = 20_000;

/** The part of the seam that is about OAuth. */
export interface OAuth {
  readonly begin: CredentialStore["beginOAuth"];
  readonly finish: CredentialStore["finishOAuth"];
  /** Asks once, however many wait. Rejects with `credential-locked` when the other side refuses. */
  renew(document: CredentialDocument, open: OpenSecret): Promise<void>;
}

/** Flows that were begun are in memory: after a restart they are begun anew. */
export function createOAuth(options: OAuthOptions): OAuth {
  const { random, now, keep, entry } = options;
  const pending = new Map<string, Pending>();
  const renewing = new Map<string, Promise<void>>();
  return {
    begin(request, { redirectUri, actor }) {
      demandSafe(request.tokenUrl);
      const [state, verifier] = [newToken(random), newToken(random)];
      for (const [id, { until }] of pending) if (until <= now() || pending.size >= MOST_PENDING) pending.delete(id);
      pending.set(state, { request, verifier, redirectUri, actor, until: now() + PENDING_MS });
      const url = new URL(request.authorizeUrl);
      const challenge = createHash("sha256").update(verifier).digest("base64url");
      const query = {
        ...{ response_type: "code", client_id: request.clientId, redirect_uri: redirectUri, state },
        ...{ code_challenge: challenge, code_challenge_method: "S256" },
        ...(request.scopes.length === 0 ? {} : { scope: request.scopes.join(" ") }),
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },
    async finish(state, code) {
      const flow = pending.get(state);
      pending.delete(state);
      if (flow === undefined || flow.until <= now())
        throw new ThorpError("link-invalid", "This login at another service was not begun here, or too long ago.", {
          hint: "Begin it again.",
        });
      const { request, verifier, redirectUri, actor } = flow;
      const { tokenUrl, clientId, clientSecret, of, name, variable } = request;
      const token = await askForToken(options, tokenUrl, {
        ...{ grant_type: "authorization_code", code, redirect_uri: redirectUri, client_id: clientId },
        ...{ code_verifier: verifier, client_secret: clientSecret },
      });
      const oauth = { tokenUrl, clientId, clientSecret, refresh: token.refresh };
      const kept = { name: { of, name, variable }, open: { secret: token.access, oauth }, expiresAt: token.expiresAt };
      await keep(kept, entry("credential-set", idOf(kept.name), actor));
      return kept.name;
    },
    renew({ of, name, variable, expiresAt }, { oauth }) {
      const refresh = oauth?.refresh;
      if (oauth === undefined || refresh === undefined || expiresAt === undefined || expiresAt - now() > EARLY_MS)
        return Promise.resolve();
      const id = idOf({ of, name, variable });
      const work = async () => {
        const { tokenUrl, clientId, clientSecret } = oauth;
        const fields = { grant_type: "refresh_token", refresh_token: refresh, client_id: clientId };
        const token = await askForToken(options, tokenUrl, { ...fields, client_secret: clientSecret });
        const open = { secret: token.access, oauth: { ...oauth, refresh: token.refresh ?? refresh } };
        await keep({ name: { of, name, variable }, open, expiresAt: token.expiresAt });
      };
      const running = renewing.get(id) ?? work().finally(() => renewing.delete(id));
      renewing.set(id, running);
      return running;
    },
  };
}

interface Token {
  readonly access: string;
  readonly refresh?: string | undefined;
  readonly expiresAt?: number | undefined;
}

/** The answer is not repeated in errors: it may hold a token. */
async function askForToken(
  { fetch, now }: OAuthOptions,
  url: string,
  fields: Readonly<Record<string, string | undefined>>,
): Promise<Token> {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  const refused = (why: string) =>
    new ThorpError("credential-locked", `${new URL(url).host} gave no token: ${why}.`, {
      hint: "Begin the login again.",
    });
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(given),
      // A redirect would carry the code to somebody else.
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await answer.text();
  } catch {
    throw refused("it does not answer");
  }
  const body = (parseJson(text) ?? {}) as Record<string, unknown>;
  const { access_token: access, refresh_token: refresh, expires_in: seconds, error } = body;
  if (!answer.ok || typeof access !== "string" || access === "")
    throw refused(typeof error === "string" && /^[\w-]{1,60}$/.test(error) ? error : `status ${answer.status}`);
  return {
    access,
    ...(typeof refresh === "string" ? { refresh } : {}),
    ...(typeof seconds === "number" && seconds > 0 ? { expiresAt: now() + Math.floor(seconds * 1000) } : {}),
  };
}

function demandSafe(text: string): void {
  const { protocol, hostname } = new URL(text);
  if (protocol === "https:" || ["127.0.0.1", "localhost", "[::1]"].includes(hostname)) return;
  throw new ThorpError("input-invalid", "tokenUrl must be https: the token would travel in clear text.");
}
