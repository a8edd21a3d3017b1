/**
 * Who may talk to a server without users: somebody at this machine, through a page or program of this machine.
 *
 * The loopback address alone proves little. A page on the internet can make a browser send requests to it, under a name
 * that resolves to 127.0.0.1; a proxy on the same machine forwards strangers. So the Host must be a loopback name with
 * our port, the Origin, where a browser sends one, must be ours, and anything that was forwarded is refused.
 */

/** Why the request is not answered, in words for the person who made it. */
export interface PersonalRefusal {
  readonly code: "access-denied" | "host-unknown";
  readonly why: string;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
const FORWARDED = ["forwarded", "via", "x-real-ip"];

/** Undefined when the request may pass. `port` is the one that the server listens on. */
export function refusePersonal(headers: Headers, port: number): PersonalRefusal | undefined {
  for (const name of headers.keys()) {
    if (FORWARDED.includes(name) || name.startsWith("x-forwarded-"))
      return { code: "access-denied", why: `This server has no users yet and takes no forwarded requests (${name}).` };
  }
  const host = headers.get("host") ?? "";
  if (!isOwnHost(host, port))
    return { code: "host-unknown", why: `This server does not answer to the host ${host || "(none)"}.` };
  const origin = headers.get("origin");
  if (origin !== null && !isOwnOrigin(origin, port))
    return { code: "access-denied", why: `Pages of ${origin} may not use this server.` };
  const site = headers.get("sec-fetch-site");
  if (site === "cross-site") return { code: "access-denied", why: "Other sites may not use this server." };
  return undefined;
}

function isOwnHost(host: string, port: number): boolean {
  const match = /^(.*?)(?::(\d+))?$/.exec(host.toLowerCase());
  return match !== null && LOOPBACK.has(match[1] ?? "") && Number(match[2] ?? 80) === port;
}

function isOwnOrigin(origin: string, port: number): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  return (protocol === "http:" || protocol === "https:") && isOwnHost(host, port);
}
