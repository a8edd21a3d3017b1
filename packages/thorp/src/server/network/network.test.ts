/** Whose word is believed about a client, where the server may listen, and TLS from files. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { silentLogger } from "../../base/logger.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import { openSocket } from "../socket/test-socket.ts";
import { testServer } from "../test-server.ts";
import { forwardedClient } from "./forwarded.ts";
import { checkListen } from "./listen-rules.ts";
import { readTls, tlsFilesOf, watchTls } from "./tls-files.ts";
import { createTrustedProxies } from "./trusted-proxies.ts";

const trusts = createTrustedProxies(["10.0.0.0/8", "127.0.0.1", "fd00::/8"]);
const folder = mkdtempSync(join(tmpdir(), "thorp-tls-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function certificate(name: string): { readonly cert: string; readonly key: string } {
  const files = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  const args = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  execFileSync("openssl", [...args, "-subj", `/CN=${name}`, "-keyout", files.key, "-out", files.cert], {
    stdio: "ignore",
  });
  return files;
}

describe("a trusted proxy", () => {
  it("is an address or in a network", () => {
    expect(["10.1.2.3", "127.0.0.1", "::ffff:10.0.0.1", "fd12::1"].map(trusts)).toEqual([true, true, true, true]);
    expect(["11.0.0.1", "127.0.0.2", "", "nonsense", "fe80::1"].map(trusts)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    for (const wrong of ["proxy.example", "10.0.0.0/33", "10.0.0.0/x", ""])
      expect(() => createTrustedProxies([wrong])).toThrow(/trustedProxies/);
  });

  it.each([
    [
      { "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https", "x-forwarded-host": "thorp.example" },
      "203.0.113.7",
    ],
    // What the client wrote itself stands before what our proxy added.
    [{ "x-forwarded-for": "1.1.1.1, 203.0.113.7, 10.0.0.9" }, "203.0.113.7"],
    [{ "x-forwarded-for": "10.0.0.8, 10.0.0.9" }, "10.0.0.8"],
    [{ forwarded: 'for=1.1.1.1, for="[2001:db8::1]:4711";proto=https;host=thorp.example' }, "2001:db8::1"],
    [{ forwarded: "for=203.0.113.7;proto=https", "x-forwarded-for": "1.1.1.1" }, "203.0.113.7"],
    [{ "x-forwarded-for": "unknown" }, undefined],
    [{ "x-forwarded-for": "203.0.113.7, _hidden" }, undefined],
    [{ forwarded: "nonsense" }, undefined],
    [{}, undefined],
  ])("says %j", (headers, address) => {
    expect(forwardedClient(new Headers(headers), trusts)?.address).toBe(address);
  });

  it("names scheme and host, and nothing strange", () => {
    const headers = { "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "gopher", "x-forwarded-host": "a b" };
    expect(forwardedClient(new Headers(headers), trusts)).toEqual({ address: "203.0.113.7" });
  });
});

it("listens for others only with accounts, and with TLS or behind a proxy", () => {
  const others = { host: "0.0.0.0", requireUsers: true, hasTls: false, trustedProxies: [] };
  expect(() => checkListen({ ...others, host: "127.0.0.1", requireUsers: false })).not.toThrow();
  expect(() => checkListen({ ...others, requireUsers: false })).toThrow(/without an account/);
  expect(() => checkListen(others)).toThrow(/clear text/);
  expect(() => checkListen({ ...others, hasTls: true })).not.toThrow();
  expect(() => checkListen({ ...others, trustedProxies: ["10.0.0.1"] })).not.toThrow();
});

describe("TLS", () => {
  it("names the file or setting that is wrong", () => {
    expect(tlsFilesOf({})).toBeUndefined();
    expect(() => tlsFilesOf({ cert: "a" })).toThrow(/THORP_TLS_CERT is set and THORP_TLS_KEY is not/);
    const [one, other] = [certificate("one"), certificate("other")];
    expect(() => readTls({ cert: join(folder, "missing"), key: one.key })).toThrow(/tls\.cert: .*missing/);
    expect(() => readTls({ cert: one.cert, key: other.key })).toThrow(/tls\.cert and tls\.key do not/);
  });

  it("answers over HTTPS and sockets, and takes a new certificate without a restart", async () => {
    const files = certificate("first.example");
    await using server = await testServer({ serve: { tls: files } });
    expect(server.url).toMatch(/^https:/);
    const subject = (): Promise<string> =>
      new Promise((resolve, reject) => {
        httpsRequest(`${server.url}/livez`, { rejectUnauthorized: false, agent: false }, (response) => {
          resolve(
            (response.socket as unknown as { getPeerCertificate(): { subject: { CN: string } } }).getPeerCertificate()
              .subject.CN,
          );
          response.resume();
        })
          .on("error", reject)
          .end();
      });
    expect(await subject()).toBe("first.example");
    const clock = createManualClock(0);
    let changes = 0;
    const stop = watchTls(files, { clock, logger: silentLogger, onChange: () => void changes++ });
    writeFileSync(files.cert, "half written");
    clock.advance(61_000);
    expect(changes).toBe(0);
    const next = certificate("first.example");
    expect(next).toEqual(files);
    clock.advance(61_000);
    expect(changes).toBe(1);
    stop();
  });
});

describe("a base path", () => {
  it("holds the page, the API and sockets, and nothing is outside of it", async () => {
    const webFolder = join(folder, "web");
    execFileSync("mkdir", ["-p", join(webFolder, "assets")]);
    writeFileSync(
      join(webFolder, "index.html"),
      '<html><head></head><script src="/assets/a.js"></script><link href="./icon.svg"></html>',
    );
    writeFileSync(join(webFolder, "assets/a.js"), "1");
    await using server = await testServer({ webFolder, serve: { basePath: "/thorp" } });
    expect(server.url).toMatch(/\/thorp$/);
    const html = { headers: { accept: "text/html" } };
    const page = await (await fetch(`${server.url}/runs/1`, html)).text();
    expect(page).toContain('src="/thorp/assets/a.js"');
    expect(page).toContain('href="/thorp/icon.svg"');
    expect(page).toContain('<meta name="thorp-base" content="/thorp">');
    expect(await (await fetch(`${server.url}/assets/a.js`)).text()).toBe("1");
    expect((await fetch(`${server.url}/api/runs?limit=1`)).status).toBe(200);
    expect((await fetch(server.url, html)).status).toBe(200);
    const outside = await fetch(server.url.replace(/\/thorp$/, "/api/runs"));
    expect(outside.status).toBe(404);
    expect(await outside.json()).toMatchObject({ detail: expect.stringContaining("/thorp") });
    const socket = await openSocket(server.url);
    socket.socket.close();
    // Without one, relative names must hold at every place in the page too.
    await using root = await testServer({ webFolder });
    expect(await (await fetch(`${root.url}/runs/1`, html)).text()).toContain('href="/icon.svg"');
  });
});

it("believes a trusted proxy about the client, and nobody else", async () => {
  const seen: string[] = [];
  const forwarded = {
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "thorp.example",
  };
  for (const trustedProxies of [["127.0.0.1"], ["10.0.0.1"]]) {
    await using server = await testServer({ requireUsers: true, serve: { trustedProxies } });
    const { users, keys } = server.thorp.accounts;
    const ada = await users.create({ name: "ada", role: "admin" }, { who: "test" });
    const { key } = await keys.create({ user: ada.id, name: "x", scopes: ["runs:read"] }, { who: "test" });
    // A page of the public name may use the server only where the proxy that names it is trusted.
    const headers = { ...forwarded, authorization: `Bearer ${key}`, origin: "https://thorp.example" };
    const socket = await openSocket(server.url, headers).then(
      (opened) => (opened.socket.close(), "let in"),
      () => "refused",
    );
    seen.push(socket);
  }
  expect(seen).toEqual(["let in", "refused"]);
});
