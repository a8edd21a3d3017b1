/** Which addresses are proxies of ours, whose word about a client is believed. */
import { BlockList, isIP } from "node:net";
import { ThorpError } from "../../base/errors.ts";

/** True for an address of a proxy. */
export type TrustsProxy = (address: string) => boolean;

/** Takes addresses and networks: `10.0.0.5`, `10.0.0.0/8`, `fd00::/8`. Throws `config-invalid` that names a wrong one. */
export function createTrustedProxies(entries: readonly string[]): TrustsProxy {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const family = isIP(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const most = family === 4 ? 32 : 128;
    if (family === 0 || (bits !== undefined && !(Number.isInteger(bits) && bits >= 0 && bits <= most)))
      throw new ThorpError("config-invalid", `trustedProxies: "${entry}" is no address and no network.`, {
        hint: "Write addresses or networks: THORP_TRUSTED_PROXIES=127.0.0.1,10.0.0.0/8",
      });
    const kind = family === 4 ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, bits, kind);
  }
  return (address) => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 4 ? "ipv4" : "ipv6");
  };
}

/** `127.0.0.1` for `::ffff:127.0.0.1`: a socket that listens on both families names IPv4 clients like that. */
export function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
