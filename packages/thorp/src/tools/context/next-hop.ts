/** What of a request goes on after a redirect: on its own host all of it, elsewhere nothing that its caller added. */
import { ThorpError } from "../../base/errors.ts";
import type { HttpMethod, HttpRequest } from "../tool.ts";

/** What is sent to one address on the way. */
export interface Hop {
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: HttpRequest["body"];
}

interface Redirect {
  readonly from: URL;
  readonly to: URL;
  readonly request: HttpRequest;
}

/** Headers that describe a caller to anybody; all others may hold a secret. */
const harmless: ReadonlySet<string> = new Set(["accept", "accept-language", "user-agent"]);

/**
 * Throws `address-refused` for a host that the request does not allow, for a step from https to http with something
 * that must not be read on the way, and for a body that would go to another host.
 */
export function nextHop(hop: Hop, status: number, { from, to, request }: Redirect): Hop {
  const isSame = from.host === to.host && (from.protocol === to.protocol || to.protocol === "https:");
  const { redirectsTo } = request;
  if (redirectsTo !== undefined && from.host !== to.host && !redirectsTo.includes(to.host))
    throw new ThorpError("address-refused", `${from.host} redirects to ${to.host}, where this request may not go.`, {
      hint: "Use another tool, or ask for something else.",
    });
  if (redirectsTo !== undefined && from.protocol === "https:" && to.protocol === "http:")
    throw new ThorpError("address-refused", `${from.host} redirects from https to http, which everybody could read.`);
  const { body: _body, ...bare } = hop;
  const headers = isSame
    ? hop.headers
    : Object.fromEntries(Object.entries(hop.headers).filter(([name]) => harmless.has(name.toLowerCase())));
  // As browsers do: the answer to a POST lies elsewhere and is fetched from there.
  const becomesGet = status === 303 || ((status === 301 || status === 302) && hop.method === "POST");
  if (becomesGet) {
    const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-type");
    return {
      ...bare,
      method: hop.method === "HEAD" ? "HEAD" : "GET",
      headers: Object.fromEntries(kept),
      body: undefined,
    };
  }
  if (!isSame && hop.method !== "GET" && hop.method !== "HEAD")
    throw new ThorpError("address-refused", `${from.host} wants what was sent to it to go to ${to.host}; it did not.`);
  return { ...hop, headers, body: isSame ? hop.body : undefined };
}
