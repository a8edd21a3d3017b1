/**
 * Who makes a request, for HTTP and for the upgrade to a WebSocket alike.
 *
 * Without users, on loopback, it is the one person of this machine (see `personal-access.ts`). With users, or on an
 * address that others can reach, it is who the API key or the cookie says, or nobody. A wrong key is refused, not taken
 * for nobody: whoever sends one wants to be told. A cookie comes by itself, so it counts only for requests that our own
 * page made.
 */
import { timingSafeEqual } from "node:crypto";
import type { Door } from "../../accounts/accounts.ts";
import type { KeyScope } from "../../wire/accounts.ts";
import { type Caller, hasScope, mayAct } from "../caller.ts";
import type { Access } from "../route.ts";
import { refusePersonal } from "./personal-access.ts";
import type { RequestFacts } from "./request-facts.ts";
import { sessionToken } from "./session-cookie.ts";
import type { Throttle } from "./throttle.ts";

/** Why a request is not answered, in words for the person who made it. */
export interface Refusal {
  readonly kind: "refused";
  /** Its row in the table of errors has the status of the answer. */
  readonly code: "auth-required" | "access-denied" | "host-unknown" | "rate-limited";
  readonly why: string;
  readonly hint?: string;
  readonly retryAfterMs?: number;
}

/** What proofs are compared with. */
export interface IdentifyOptions {
  readonly door: Pick<Door, "hasUsers" | "byKey" | "bySession" | "csrfOf">;
  /** True on an address that others can reach: nobody is let in without having said who they are. */
  readonly requireUsers: boolean;
  /** Proves that somebody may read the data folder; works beside users too, from this machine alone. */
  readonly folderToken?: string;
  /** Counts wrong keys by address. */
  readonly wrongKeys: Throttle;
}

/** Asked once for each request and each upgrade. */
export type Identify = (facts: RequestFacts) => Caller | Refusal;

/** Nothing waits: documents of accounts are in memory. */
export function createIdentify({ door, requireUsers, wrongKeys, folderToken }: IdentifyOptions): Identify {
  return (facts) => {
    if (folderToken !== undefined && isSame(bearerOf(facts.headers), folderToken)) {
      const refusal = refusePersonal(facts.headers, facts.port);
      return refusal === undefined ? { kind: "personal", holdsFolder: true } : { kind: "refused", ...refusal };
    }
    if (!door.hasUsers() && !requireUsers) {
      const refusal = refusePersonal(facts.headers, facts.port);
      return refusal === undefined ? { kind: "personal" } : { kind: "refused", ...refusal };
    }
    const key = bearerOf(facts.headers);
    if (key !== undefined) return byKey(key, facts, { door, wrongKeys });
    const foreign = foreignPage(facts);
    const token = sessionToken(facts);
    // Whoever is nobody may come from anywhere: they get what is public.
    if (token === undefined || foreign === "page") return { kind: "nobody" };
    const proof = door.bySession(token);
    if (!proof.ok) return { kind: "nobody" };
    const isUpgrade = facts.headers.get("upgrade")?.toLowerCase() === "websocket";
    if (foreign === "other" || (isUpgrade && facts.headers.get("origin") === null)) return foreignRefusal(facts);
    if (!isUpgrade && changesSomething(facts) && facts.headers.get(CSRF_HEADER) !== door.csrfOf(token))
      return {
        ...{ kind: "refused", code: "access-denied" },
        why: `A request with the cookie that changes something needs the header ${CSRF_HEADER}.`,
        hint: "GET /api/session tells its value.",
      };
    return { kind: "user", user: proof.holder.user, role: proof.holder.role };
  };
}

/** What a route or socket needs: its role, and the scope where a key is shown. Undefined when the caller may pass. */
export function refuseCaller(caller: Caller, needs: { readonly access: Access; readonly scope: KeyScope }) {
  const { access, scope } = needs;
  if (access === "public") return undefined;
  if (caller.kind === "nobody") return refused("auth-required", "This needs a login or an API key.");
  if (!mayAct(caller, access))
    return refused("access-denied", `This needs the role ${access}.`, "Ask an admin of this server.");
  if (!hasScope(caller, scope))
    return refused("access-denied", `The API key has no scope ${scope}.`, "Use or make a key that has it.");
  return undefined;
}

/** The name of the header that brings the token against forged requests. */
const CSRF_HEADER = "x-csrf-token";

function refused(code: "auth-required" | "access-denied", why: string, hint?: string): Refusal {
  return { kind: "refused", code, why, ...(hint === undefined ? {} : { hint }) };
}

/** In a time that tells nothing about the token. */
function isSame(shown: string | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(shown ?? ""), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function byKey(
  key: string,
  { address }: RequestFacts,
  { door, wrongKeys }: Pick<IdentifyOptions, "door" | "wrongKeys">,
): Caller | Refusal {
  const proof = door.byKey(key);
  if (!proof.ok) {
    // A right key passes whatever came from its address before: many people may share it.
    const { ok, retryAfterMs } = wrongKeys.count(address);
    if (ok) return refused("auth-required", proof.why);
    return {
      ...{ kind: "refused", code: "rate-limited", retryAfterMs },
      why: "Too many wrong API keys came from this address.",
      hint: "Wait, and use a key that counts.",
    };
  }
  const { user, role, key: shown } = proof.holder;
  return { kind: "user", user, role, ...(shown === undefined ? {} : { key: shown.id, scopes: shown.scopes }) };
}

/** The scheme is written in any case. A header of another scheme is a wrong key, not nobody. */
function bearerOf(headers: Headers): string | undefined {
  const header = headers.get("authorization");
  if (header === null) return undefined;
  return /^bearer +(\S+)$/i.exec(header.trim())?.[1] ?? "";
}

function changesSomething({ method }: RequestFacts): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(method.toUpperCase());
}

/** `page`: somebody follows a link from elsewhere to our page. `other`: another page wants something of us. */
function foreignPage({ headers, origin }: RequestFacts): "none" | "page" | "other" {
  const from = headers.get("origin");
  if (from !== null && from !== origin) return "other";
  const site = headers.get("sec-fetch-site");
  if (site === null || site === "same-origin" || site === "none") return "none";
  return headers.get("sec-fetch-mode") === "navigate" ? "page" : "other";
}

function foreignRefusal({ headers }: RequestFacts): Refusal {
  const from = headers.get("origin") ?? "another site";
  return refused("access-denied", `Pages of ${from} may not use this server.`, "Open the page of this server.");
}
