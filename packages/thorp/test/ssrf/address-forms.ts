/** The ways in which one closed address can be written so that some parser takes it for something else. */

/** Addresses that no fetch may reach: each stands for a range of the registries. */
export const closedAddresses = [
  "127.0.0.1",
  "127.255.255.254",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.254",
  "192.168.1.1",
  "100.64.0.1",
  "100.100.100.200",
  "169.254.169.254",
  "169.254.170.2",
  "192.0.0.192",
  "168.63.129.16",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
] as const;

type Bytes = readonly [number, number, number, number];

/** Every way to write a version 4 address as a host, the usual one first. */
export function version4Forms(address: string): readonly string[] {
  const bytes = bytesOf(address);
  const [a, b, c, d] = bytes;
  const whole = numberOf(bytes);
  const hex = whole.toString(16).padStart(8, "0");
  const octal = (value: number) => `0${value.toString(8)}`;
  const hexes = (value: number) => `0x${value.toString(16)}`;
  const withDigits = (zero: number) => address.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  return [
    address,
    `${whole}`,
    `0x${hex}`,
    `0X${hex.toUpperCase()}`,
    `0x00000000${hex}`,
    octal(whole),
    `000${whole.toString(8)}`,
    bytes.map(hexes).join("."),
    bytes.map(octal).join("."),
    bytes.map((byte) => `00000${byte.toString(8)}`).join("."),
    `${hexes(a)}.${b}.${octal(c)}.${d}`,
    `${a}.${(b << 16) + (c << 8) + d}`,
    `${a}.${b}.${(c << 8) + d}`,
    `${hexes(a)}.${hexes((b << 16) + (c << 8) + d)}`,
    `${address}.`,
    address.replaceAll(".", "%2e"),
    address.replace(/\d/g, (digit) => `%3${digit}`),
    address.replaceAll(".", "\u3002"),
    address.replaceAll(".", "\uff0e"),
    address.replaceAll(".", "\uff61"),
    withDigits(0xff10),
    withDigits(0x1d7ce),
    withDigits(0x1d7e2),
    address.replace(/\d/g, (digit) => (digit === "0" ? "\u24ea" : String.fromCodePoint(0x245f + Number(digit)))),
    address.replace(/\d/, (digit) => `\u00ad${digit}`),
  ];
}

/** Every way to carry a version 4 address in one of version 6, as a host with brackets. */
export function version6Forms(address: string): readonly string[] {
  const bytes = bytesOf(address);
  const high = ((bytes[0] << 8) + bytes[1]).toString(16);
  const low = ((bytes[2] << 8) + bytes[3]).toString(16);
  const turned = bytes.map((byte) => byte ^ 0xff);
  const hidden = [0, 2].map((at) => (((turned[at] ?? 0) << 8) + (turned[at + 1] ?? 0)).toString(16)).join(":");
  return [
    `[::ffff:${high}:${low}]`,
    `[::ffff:${address}]`,
    `[::FFFF:${high.toUpperCase()}:${low.toUpperCase()}]`,
    `[0:0:0:0:0:ffff:${high}:${low}]`,
    `[0000:0000:0000:0000:0000:ffff:${address}]`,
    `[::${address}]`,
    `[::ffff:0:${high}:${low}]`,
    `[64:ff9b::${high}:${low}]`,
    `[64:ff9b::${address}]`,
    `[64:ff9b:1::${address}]`,
    `[2002:${high}:${low}::]`,
    `[2002:${high}:${low}::1]`,
    `[2001:0:${high}:${low}::1]`,
    `[2001:0:4136:e378:8000:63bf:${hidden}]`,
    `[fe80::5efe:${high}:${low}]`,
  ];
}

/** Closed addresses of version 6 itself, and the ways to write them. */
export const pureVersion6: readonly string[] = [
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[0000:0000:0000:0000:0000:0000:0000:0001]",
  "[::0001]",
  "[0::1]",
  "[::0:1]",
  "[::0.0.0.1]",
  "[::]",
  "[0::]",
  "[0:0:0:0:0:0:0:0]",
  "[::1%25lo]",
  "[::1%lo]",
  "[fe80::1]",
  "[fe80::1%25eth0]",
  "[fe80::1%eth0]",
  "[FE80::A9FE:A9FE]",
  "[febf:ffff::1]",
  "[fec0::1]",
  "[fc00::1]",
  "[fd00::1]",
  "[fd00:ec2::254]",
  "[fd20:ce::254]",
  "[fdff:ffff::1]",
  "[ff02::1]",
  "[ff05::1:3]",
  "[100::1]",
  "[2001:db8::1]",
  "[2001:2::1]",
  "[2001:10::1]",
  "[3fff::1]",
  "[5f00::1]",
  "[4000::1]",
];

/** Names of a zone that answers with the address in them, as nip.io and sslip.io do. */
export function wildcardNames(address: string): readonly string[] {
  const hex = numberOf(bytesOf(address)).toString(16).padStart(8, "0");
  return [
    `${address}.nip.test`,
    `${address.replaceAll(".", "-")}.nip.test`,
    `${hex}.nip.test`,
    `www.example.org.${address}.nip.test`,
    `${address.replaceAll(".", "-")}.NIP.test.`,
    `--ffff-${address.replaceAll(".", "-")}.six.test`,
  ];
}

/** What such a zone answers; undefined for a name without an address in it. */
export function wildcardAnswer(host: string): readonly string[] | undefined {
  const name = host.toLowerCase().replace(/\.$/, "");
  const found = /(?:^|[.-])(\d+)[.-](\d+)[.-](\d+)[.-](\d+)\.(nip|six)\.test$/.exec(name);
  if (found !== null) {
    const address = found.slice(1, 5).join(".");
    return [found[5] === "six" ? `::ffff:${address}` : address];
  }
  const hex = /^([0-9a-f]{8})\.nip\.test$/.exec(name)?.[1];
  return hex === undefined ? undefined : [[0, 2, 4, 6].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(".")];
}

function bytesOf(address: string): Bytes {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return [a, b, c, d];
}

function numberOf([a, b, c, d]: Bytes): number {
  return a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
}
