/** Addresses as an attacker writes them, each of which must be refused before anything is connected to. */
import {
  closedAddresses,
  pureVersion6,
  version4Forms,
  version6Forms,
  wildcardAnswer,
  wildcardNames,
} from "./address-forms.ts";

/** A public address; no form of the suite may get as far as connecting to it either. */
const PUBLIC = "93.184.216.34";

const names: Readonly<Record<string, readonly string[]>> = {
  localhost: ["127.0.0.1", "::1"],
  "localhost.localdomain": ["127.0.0.1"],
  "ip6-localhost": ["::1"],
  "deep.localhost": ["127.0.0.1"],
  "localtest.test": ["127.0.0.1"],
  "metadata.google.internal": ["169.254.169.254"],
  metadata: ["169.254.169.254"],
  "instance-data": ["169.254.169.254"],
  "instance-data.ec2.internal": ["169.254.169.254"],
  "metadata.tencentyun.test": ["169.254.0.23"],
  "metadata.azure.internal": ["169.254.169.254"],
  "kubernetes.default.svc": ["10.96.0.1"],
  "host.docker.internal": ["192.168.65.2"],
  "gateway.docker.internal": ["192.168.65.1"],
  "router.lan": ["192.168.1.1"],
  "printer.local": ["169.254.12.7"],
  "six.test": ["fd00:ec2::254"],
  "mapped.test": ["::ffff:10.0.0.5"],
  "nat64.test": ["64:ff9b::a00:1"],
  "zone.test": ["fe80::1%eth0"],
  "mixed.test": [PUBLIC, "10.0.0.5"],
  "mixed-six.test": [PUBLIC, "::1"],
  "last.test": [PUBLIC, "2606:2800:220:1::1", "127.0.0.1"],
  "odd.test": ["not an address"],
  "octal.test": ["0177.0.0.1"],
  "example.org": [PUBLIC],
};

/** The resolver of the suite: names of a hostile zone, of clouds and of a home. */
export async function resolveHostile(host: string): Promise<readonly string[]> {
  const found = wildcardAnswer(host) ?? names[host.toLowerCase().replace(/\.$/, "")];
  if (found === undefined) throw new Error(`ENOTFOUND ${host}`);
  return found;
}

/** Hosts that lead to a closed address, in every form that the suite knows. */
export function hostForms(): readonly string[] {
  const closed = closedAddresses.flatMap((address) => [
    ...version4Forms(address),
    ...version6Forms(address),
    ...wildcardNames(address),
  ]);
  const named = Object.keys(names).filter((name) => name !== "example.org");
  const spelled = [
    "LOCALHOST",
    "LocalHost.",
    "ｌｏｃａｌｈｏｓｔ",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "loc\u00adalhost",
    "loc%61lhost",
    "%6c%6f%63%61%6chost",
  ];
  return [...new Set([...closed, ...pureVersion6, ...named, ...spelled])];
}

/** Whole URLs whose trick lies outside the host; `port` is that of the listener that must stay silent. */
export function trickUrls(port: number): readonly string[] {
  const home = `127.0.0.1:${port}`;
  return [
    ...[`http://example.org@${home}/`, `http://example.org:80@${home}/`, `http://user:pass@${home}/`],
    ...[`http://@${home}/`, `http://:@${home}/`, `http://%00@${home}/`, `http://example.org%40${home}/`],
    ...[`http://${home}#@example.org/`, `http://${home}?@example.org/`],
    ...[`http://${home}/?u=http://example.org`, `http://${home}\\@example.org/`, `http://${home}\\.example.org/`],
    ...[`http:\\\\${home}\\`, `http:/${home}/`, `http:${home}/`, `http:///${home}/`, `http:////${home}/`],
    ...[`HTTP://${home}/`, `hTtP://${home}/`, ` http://${home}/ `, `\thttp://${home}/\n`, `\u0000http://${home}/`],
    ...[`ht\ntp://${home}/`, `http:/\t/${home}/`, `http://127.0.\n0.1:${port}/`, `http://127.\t0.0.1:${port}/`],
    ...[`http://127.0.0.1:0${port}/`, `http://127.0.0.1:00000${port}/`, `http://127.0.0.1/`, `https://127.0.0.1/`],
    ...[`https://${home}/`, `http://${home}/../../x`, `http://${home}/%2e%2e/`, `http://${home};x/`],
    ...[`http://${home}%2f@example.org/`, `http://foo@${home}@example.org/`, `http://foo@${home} @example.org/`],
    ...[
      `http://example.org&@${home}#@example.org/`,
      `http://${home}:80@example.org/`,
      `http://[::1]:${port}@example.org/`,
    ],
    ...["22", "23", "25", "53", "110", "111", "143", "445", "6", "0", "65536", "99999", "-1", "abc"].map(
      (wrong) => `http://example.org:${wrong}/`,
    ),
    ...["ftp", "ftps", "sftp", "gopher", "dict", "ldap", "ldaps", "tftp", "telnet", "ws", "wss", "ssh", "smb"].map(
      (scheme) => `${scheme}://${home}/`,
    ),
    ...[
      "file",
      "jar:http",
      "netdoc",
      "php",
      "expect",
      "unix",
      "view-source:http",
      "blob:http",
      "chrome",
      "git+http",
    ].map((scheme) => `${scheme}://${home}/`),
    ...["file:///etc/passwd", "data:text/html,x", "javascript:1", "about:blank", "mailto:a@example.org", "unix:/run/x"],
    ...["http://", "http:", "//", "", "http://[", "http://[::1", "http://::1/", "http://]/", "http://%/"],
    ...[
      "http://1.2.3.4.5/",
      "http://256.256.256.256/",
      "http://0x100000000/",
      "http://4294967296/",
      "http://127.0.0.0x/",
    ],
    ...["http://0/", "http://00/", "http://0x0/", "http://0.0/", "http://127.1/", "http://127.0.1/", "http://0177.1/"],
  ];
}
