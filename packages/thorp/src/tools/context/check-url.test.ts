import { describe, expect, it } from "vitest";
import { createUrlCheck, type ResolveHost } from "./check-url.ts";

const names: Record<string, readonly string[]> = {
  "example.org": ["93.184.216.34", "2606:2800:220:1::1"],
  "xn--mnchen-3ya.example": ["93.184.216.34"],
  localhost: ["127.0.0.1", "::1"],
  "localhost.": ["127.0.0.1"],
  "deep.localhost": ["127.0.0.1"],
  "127.0.0.1.nip.example": ["127.0.0.1"],
  "mixed.example": ["93.184.216.34", "10.0.0.5"],
  "mapped.example": ["::ffff:10.0.0.5"],
  "metadata.google.internal": ["169.254.169.254"],
  "six.example": ["fd00:ec2::254"],
  "zone.example": ["fe80::1%eth0"],
  "odd.example": ["not an address"],
  "empty.example": [],
};
const resolveHost: ResolveHost = async (host) => {
  const found = names[host];
  if (found === undefined) throw new Error("ENOTFOUND");
  return found;
};
const check = createUrlCheck({ resolveHost, allowHosts: [] });

describe("refused", () => {
  it.each([
    // Loopback in the forms that parsers know.
    "http://127.0.0.1",
    "http://127.0.0.1:80/",
    "http://127.1",
    "http://127.0.1",
    "http://127.255.255.255",
    "http://0x7f.1",
    "http://0x7f000001",
    "http://0X7F.0.0.1",
    "http://2130706433",
    "http://017700000001",
    "http://0177.0.0.1",
    "http://0177.0.0.01",
    "http://127.0.0.1.",
    "http://0x7f.0x0.0x0.0x1",
    "http://127.000.000.001",
    "http://１２７.0.0.1",
    "http://①②⑦.⓪.⓪.①",
    "http://127。0。0。1",
    "http://127%2e0%2e0%2e1",
    "http://%31%32%37.0.0.1",
    "http://0",
    "http://0.0.0.0",
    "http://0.0.0.0:8080",
    "http://0x0",
    "http://00000000000",
    "http://\t127.0.0.1",
    " http://127.0.0.1 ",
    "http:\\\\127.0.0.1\\",
    "http:127.0.0.1",
    "http:///127.0.0.1",
    "https://127.0.0.1#@example.org",
    "http://127.0.0.1?@example.org",
    // Names that stand for it.
    "http://localhost",
    "http://LOCALHOST:3000",
    "http://localhost.",
    "http://deep.localhost",
    "http://ｌｏｃａｌｈｏｓｔ",
    "http://loc\nalhost",
    "http://127.0.0.1.nip.example",
    // Version 6.
    "http://[::1]",
    "http://[::]",
    "http://[0:0:0:0:0:0:0:1]",
    "http://[::ffff:127.0.0.1]",
    "http://[::ffff:7f00:1]",
    "http://[::ffff:8.8.8.8]",
    "http://[::127.0.0.1]",
    "http://[::ffff:0:7f00:1]",
    "http://[64:ff9b::7f00:1]",
    "http://[64:ff9b::10.0.0.1]",
    "http://[64:ff9b:1::1]",
    "http://[2002:7f00:1::]",
    "http://[2002:a00:1::1]",
    "http://[2001:0:7f00:1::]",
    "http://[2001:db8::1]",
    "http://[fe80::1]",
    "http://[fc00::1]",
    "http://[fd00:ec2::254]",
    "http://[ff02::1]",
    "http://[fec0::1]",
    "http://[100::1]",
    "http://[::ffff:a9fe:a9fe]",
    // Private, shared, link-local, metadata, multicast, reserved.
    "http://10.0.0.1",
    "http://10.1",
    "http://0xa000001",
    "http://172.16.0.1",
    "http://172.31.255.255",
    "http://192.168.1.1",
    "http://192.168.257",
    "http://3232235777",
    "http://100.64.0.1",
    "http://100.100.100.200",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe",
    "http://2852039166",
    "http://169.254.43518",
    "http://168.63.129.16",
    "http://192.0.0.192",
    "http://198.18.0.1",
    "http://224.0.0.1",
    "http://239.1.1.1",
    "http://240.0.0.1",
    "http://255.255.255.255",
    "http://4294967295",
    // Names whose addresses are not public, one of several included.
    "http://mixed.example",
    "http://mapped.example",
    "http://metadata.google.internal",
    "http://six.example",
    "http://zone.example",
    "http://odd.example",
    // Other schemes, and what only looks like http.
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://example.org:70/_x",
    "dict://example.org:11211/",
    "ldap://example.org",
    "data:text/html,hi",
    "javascript:alert(1)",
    "jar:http://example.org!/",
    "blob:http://example.org/x",
    "ws://example.org",
    "view-source:http://example.org",
    "about:blank",
    "unix:/var/run/docker.sock",
    // Credentials, ports of other services, and no URL at all.
    "http://user@example.org",
    "http://user:pass@example.org",
    "http://:pass@example.org",
    "http://example.org@127.0.0.1",
    "http://example.org:22",
    "http://example.org:25",
    "http://example.org:111",
    "http://example.org:0",
    "http://example.org:99999",
    "example.org",
    "//example.org",
    "/etc/passwd",
    "",
    "http://",
    "http://[::1",
    "http://[fe80::1%25eth0]",
    "http://exa mple.org",
    "http://1.2.3.4.5",
    "http://256.256.256.256",
  ])("%s", async (url) => {
    await expect(check(url)).rejects.toMatchObject({ code: "address-refused" });
  });
});

describe("let through", () => {
  it.each([
    ["http://example.org", "http://example.org/"],
    ["HTTPS://EXAMPLE.ORG/a?b#c", "https://example.org/a?b#c"],
    ["https://example.org:8443/", "https://example.org:8443/"],
    ["http://example.org:80/x", "http://example.org/x"],
    // Other parsers see the host 127.0.0.1 here; the connection goes to what this one sees.
    ["http://example.org\\@127.0.0.1:9/", "http://example.org/@127.0.0.1:9/"],
    ["https://münchen.example/", "https://xn--mnchen-3ya.example/"],
  ])("%s", async (text, href) => {
    const { url, addresses } = await check(text);
    expect(url.href).toBe(href);
    expect(addresses.length).toBeGreaterThan(0);
  });

  it("address literals, without asking the resolver", async () => {
    expect((await check("http://93.184.216.34/")).addresses).toEqual(["93.184.216.34"]);
    expect((await check("http://[2606:4700:4700::1111]/")).addresses).toEqual(["2606:4700:4700::1111"]);
  });

  it("relative addresses against a base", async () => {
    expect((await check("../b", new URL("https://example.org/x/y"))).url.href).toBe("https://example.org/b");
    await expect(check("//127.0.0.1/", new URL("https://example.org/"))).rejects.toMatchObject({
      code: "address-refused",
    });
  });

  it("a host that was allowed by name, with or without its port, and only that", async () => {
    const allowing = createUrlCheck({ resolveHost, allowHosts: ["127.0.0.1:8080", "LocalHost"] });
    expect((await allowing("http://127.0.0.1:8080/x")).addresses).toEqual(["127.0.0.1"]);
    expect((await allowing("http://localhost:22/")).addresses).toEqual(["127.0.0.1", "::1"]);
    await expect(allowing("http://127.0.0.1:8081/")).rejects.toMatchObject({ code: "address-refused" });
    await expect(allowing("http://127.0.0.2:8080/")).rejects.toMatchObject({ code: "address-refused" });
    await expect(allowing("http://deep.localhost/")).rejects.toMatchObject({ code: "address-refused" });
    await expect(allowing("ftp://127.0.0.1:8080/")).rejects.toMatchObject({ code: "address-refused" });
  });
});

it("a name that is not known, or has no address, is a failure, not a refusal", async () => {
  await expect(check("http://unknown.example")).rejects.toMatchObject({ code: "tool-failed" });
  await expect(check("http://empty.example")).rejects.toMatchObject({ code: "tool-failed" });
});

it("a URL of more than 8192 characters is refused", async () => {
  await expect(check(`http://example.org/${"a".repeat(9000)}`)).rejects.toMatchObject({ code: "address-refused" });
});
