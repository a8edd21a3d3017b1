/** What proxies say of the client they speak for: `Forwarded` (RFC 7239) or `X-Forwarded-*`. */
import { isIP } from "node:net";
import { plainAddress, type TrustsProxy } from "./trusted-proxies.ts";

/** As far as it was said by proxies that are believed. */
export interface ForwardedClient {
  readonly address: string;
  readonly scheme?: "http" | "https";
  readonly host?: string;
}

/**
 * Reads from the nearest proxy outwards and stops at the first address that is no proxy of ours: whatever stands before
 * it was written by the client. Undefined when nothing was forwarded, or nothing that can be understood.
 */
export function forwardedClient(headers: Headers, trusts: TrustsProxy): ForwardedClient | undefined {
  const hops = headers.has("forwarded") ? forwardedHops(headers.get("forwarded") ?? "") : xForwardedHops(headers);
  for (const [at, hop] of hops.toReversed().entries()) {
    if (hop.address === undefined) return undefined;
    if (trusts(hop.address) && at < hops.length - 1) continue;
    const { address, scheme, host } = hop;
    return { address, ...(scheme === undefined ? {} : { scheme }), ...(host === undefined ? {} : { host }) };
  }
  return undefined;
}

interface Hop {
  readonly address: string | undefined;
  readonly scheme: "http" | "https" | undefined;
  readonly host: string | undefined;
}

function forwardedHops(value: string): readonly Hop[] {
  return value.split(",").map((part) => {
    const fields = new Map(
      part.split(";").map((field) => {
        const [name = "", text = ""] = field.split("=");
        return [name.trim().toLowerCase(), text.trim().replace(/^"(.*)"$/, "$1")] as const;
      }),
    );
    return {
      address: addressIn(fields.get("for")),
      scheme: schemeIn(fields.get("proto")),
      host: hostIn(fields.get("host")),
    };
  });
}

function xForwardedHops(headers: Headers): readonly Hop[] {
  const listed = (name: string): readonly string[] =>
    headers
      .get(name)
      ?.split(",")
      .map((part) => part.trim()) ?? [];
  const schemes = listed("x-forwarded-proto");
  const hosts = listed("x-forwarded-host");
  const addresses = listed("x-forwarded-for");
  // A proxy that names the scheme once means all of the way.
  return addresses.map((address, at) => ({
    address: addressIn(address),
    scheme: schemeIn(schemes[at] ?? schemes.at(-1)),
    host: hostIn(hosts[at] ?? hosts.at(-1)),
  }));
}

/** Without the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function addressIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bare = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? (/^[\d.]+:\d+$/.test(text) ? text.split(":")[0] : text) ?? "";
  return isIP(bare) === 0 ? undefined : plainAddress(bare);
}

function schemeIn(text: string | undefined): "http" | "https" | undefined {
  const scheme = text?.toLowerCase();
  return scheme === "http" || scheme === "https" ? scheme : undefined;
}

function hostIn(text: string | undefined): string | undefined {
  return text !== undefined && /^[\w.:[\]-]{1,255}$/.test(text) ? text : undefined;
}
