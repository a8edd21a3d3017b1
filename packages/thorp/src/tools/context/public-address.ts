/**
 * Which IP addresses belong to the public internet.
 *
 * Versions 4 and 6 are judged in opposite ways: of the first everything is public but the registered exceptions, of
 * the second only 2000::/3 is, less its exceptions. So every form that carries a version 4 address inside a version 6
 * one (mapped, compatible, NAT64, 6to4, Teredo) is refused, whatever it carries. Source: the IANA special-purpose
 * address registries.
 */
import { BlockList, isIP } from "node:net";

const closed4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // this host
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // shared address space of carriers; a cloud's metadata too (100.100.100.200)
  ["127.0.0.0", 8], // loopback
  ["168.63.129.16", 32], // a cloud's host, at a public address
  ["169.254.0.0", 16], // link-local; metadata of most clouds
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments; a cloud's metadata (192.0.0.192)
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

const closed6: readonly (readonly [string, number])[] = [
  ["2001::", 23], // protocol assignments: Teredo, benchmarks, ORCHID
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4
  ["3fff::", 20], // documentation
];

/** What is no IP address is not public. */
export type IsPublicAddress = (address: string) => boolean;

/** A check that is true only for an address literal of the public internet; anything else is not public. */
export function createPublicAddressCheck(): IsPublicAddress {
  const closed = new BlockList();
  for (const [net, bits] of closed4) closed.addSubnet(net, bits, "ipv4");
  for (const [net, bits] of closed6) closed.addSubnet(net, bits, "ipv6");
  const open6 = new BlockList();
  open6.addSubnet("2000::", 3, "ipv6");
  return (address) => {
    switch (isIP(address)) {
      case 4:
        return !closed.check(address, "ipv4");
      case 6:
        // A zone names a link of this machine.
        return !address.includes("%") && open6.check(address, "ipv6") && !closed.check(address, "ipv6");
      default:
        return false;
    }
  };
}
