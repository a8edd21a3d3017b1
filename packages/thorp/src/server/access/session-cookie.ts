/** The cookie of a login. */
import { isSecure, type RequestFacts } from "./request-facts.ts";

/** The `__Host-` prefix makes browsers refuse it from other hosts and without encryption; so it needs that. */
function nameFor(facts: RequestFacts): string {
  return isSecure(facts) ? "__Host-thorp" : "thorp_session";
}

/** The token in the request; undefined without one. */
export function sessionToken(facts: RequestFacts): string | undefined {
  const name = nameFor(facts);
  for (const pair of (facts.headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** Strict: no other site can make a browser send it, whatever the method. `expiresAt` in milliseconds since 1970. */
export function sessionCookie(facts: RequestFacts, token: string, expiresAt: number): string {
  const end = `Expires=${new Date(expiresAt).toUTCString()}`;
  const secure = isSecure(facts) ? "; Secure" : "";
  return `${nameFor(facts)}=${token}; Path=/; HttpOnly; SameSite=Strict${secure}; ${end}`;
}

/** Makes the browser forget it. */
export function endedCookie(facts: RequestFacts): string {
  return sessionCookie(facts, "", 0);
}
