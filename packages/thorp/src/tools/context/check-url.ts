/** From a URL to the addresses that may be connected to for it, or a refusal in words. */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { ThorpError } from "../../base/errors.ts";
import { createPublicAddressCheck, type IsPublicAddress } from "./public-address.ts";

/** All addresses of a host name, in the order to try them. Rejects when there is none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** An address that may be fetched. */
export interface CheckedUrl {
  readonly url: URL;
  /** Addresses that were checked; a connection goes to one of these and is never resolved again. */
  readonly addresses: readonly string[];
}

/**
 * Relative addresses count from `base`. Rejects with `address-refused`, or `tool-failed` for a host that is not found.
 */
export type CheckUrl = (text: string, base?: URL) => Promise<CheckedUrl>;

/** How hosts become addresses, and which are let through. */
export interface CheckUrlOptions {
  readonly resolveHost: ResolveHost;
  /** Hosts (`127.0.0.1`, `intranet.example`, `127.0.0.1:8080`) whose addresses are not looked at. */
  readonly allowHosts: readonly string[];
  /** Which addresses may be connected to; default those of the public internet. */
  readonly isPublic?: IsPublicAddress;
}

const LONGEST_URL = 8192;

/** The resolver of the operating system: /etc/hosts first, then DNS. */
export const resolveHostBySystem: ResolveHost = async (host) =>
  (await lookup(host, { all: true })).map((found) => found.address);

/**
 * A check that throws `address-refused` for everything but http(s) URLs without credentials, on an ordinary port, whose
 * every address is public. One private address among public ones refuses the name: it is how rebinding begins.
 */
export function createUrlCheck({
  resolveHost,
  allowHosts,
  isPublic = createPublicAddressCheck(),
}: CheckUrlOptions): CheckUrl {
  const allowed = new Set(allowHosts.map((host) => host.toLowerCase()));
  return async (text, base) => {
    const url = parsedUrl(text, base);
    const isAllowed = allowed.has(url.hostname) || allowed.has(url.host);
    if (!isAllowed && !isOrdinaryPort(url.port)) {
      throw refused(`Port ${url.port} of ${url.hostname} is not one that web pages are served from.`);
    }
    const addresses = await addressesOf(url, resolveHost);
    const closed = isAllowed ? undefined : addresses.find((address) => !isPublic(address));
    if (closed !== undefined) {
      throw refused(
        closed === bareHost(url)
          ? `${url.hostname} is not an address of the public internet.`
          : `${url.hostname} stands for ${closed}, which is not an address of the public internet.`,
      );
    }
    return { url, addresses };
  };
}

function parsedUrl(text: string, base: URL | undefined): URL {
  if (text.length > LONGEST_URL) throw refused(`The URL is longer than ${LONGEST_URL} characters.`);
  // Parsing also turns 0x7f.1, 2130706433, 017700000001 and full-width digits into plain 127.0.0.1.
  const url = URL.parse(text.trim(), base?.href);
  if (url === null)
    throw refused(`"${text.slice(0, 200)}" is not a URL; write it whole, as in https://example.org/page.`);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refused(`${url.protocol} addresses cannot be fetched, only http and https.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(`The URL carries a user name or password for ${url.hostname}; leave it out.`);
  }
  return url;
}

async function addressesOf(url: URL, resolveHost: ResolveHost): Promise<readonly string[]> {
  const host = bareHost(url);
  if (isIP(host) !== 0) return [host];
  const addresses = await resolveHost(host).catch((error: unknown) => {
    throw new ThorpError("tool-failed", `The host name ${host} could not be found.`, {
      hint: "Check the spelling of the address and the connection.",
      cause: error,
    });
  });
  if (addresses.length === 0) throw new ThorpError("tool-failed", `The host name ${host} has no address.`);
  return addresses;
}

/** The host as a resolver and a socket take it: version 6 literals without brackets. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

/** Below 1024 live mail, shells and databases, which a crafted path could be made to talk to. */
function isOrdinaryPort(port: string): boolean {
  return port === "" || port === "80" || port === "443" || Number(port) >= 1024;
}

function refused(message: string): ThorpError {
  return new ThorpError("address-refused", message);
}
