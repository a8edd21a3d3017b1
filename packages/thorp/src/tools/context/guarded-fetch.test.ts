import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createGuardedFetch, type GuardedFetchOptions, pinnedLookup } from "./guarded-fetch.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let origin: string;
let host: string;
let handlers: Record<string, Handler>;
let asked: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const handler = handlers[(request.url ?? "").split("?")[0] ?? ""];
    if (handler === undefined) response.writeHead(404).end("nothing here");
    else handler(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  origin = `http://${host}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  handlers = {};
});

const fetchWith = (options: Partial<GuardedFetchOptions> = {}) =>
  createGuardedFetch({ clock: createSystemClock(), allowHosts: [host], ...options });
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("a page", () => {
  it("comes with its address, status and media type", async () => {
    handlers["/a"] = (_, response) =>
      response.writeHead(200, { "content-type": "Text/HTML; Charset=UTF-8" }).end("<p>hi");
    const page = await fetchWith()(`${origin}/a#part`);
    expect({ ...page, bytes: text(page.bytes) }).toMatchObject({
      url: `${origin}/a#part`,
      status: 200,
      mediaType: "text/html",
      bytes: "<p>hi",
    });
  });

  it("keeps a charset that is not UTF-8, and calls a missing or broken type what it is", async () => {
    handlers["/latin"] = (_, response) =>
      response.writeHead(200, { "content-type": "text/html; charset=ISO-8859-1" }).end("x");
    handlers["/none"] = (_, response) => response.writeHead(200).end("x");
    handlers["/broken"] = (_, response) => response.writeHead(200, { "content-type": "<script>" }).end("x");
    const fetchPage = fetchWith();
    expect((await fetchPage(`${origin}/latin`)).mediaType).toBe("text/html;charset=iso-8859-1");
    expect((await fetchPage(`${origin}/none`)).mediaType).toBe("application/octet-stream");
    expect((await fetchPage(`${origin}/broken`)).mediaType).toBe("application/octet-stream");
  });

  it("is a page too when the answer is 404", async () => {
    expect((await fetchWith()(`${origin}/missing`)).status).toBe(404);
  });

  it("is unpacked from gzip and brotli", async () => {
    handlers["/gz"] = (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("packed"));
    handlers["/br"] = (_, response) =>
      response.writeHead(200, { "content-encoding": "br" }).end(brotliCompressSync("packed"));
    for (const path of ["/gz", "/br"]) expect(text((await fetchWith()(origin + path)).bytes)).toBe("packed");
  });

  it("is asked for without cookies or credentials, under our name", async () => {
    let headers: IncomingMessage["headers"] = {};
    handlers["/h"] = (request, response) => {
      headers = request.headers;
      response.writeHead(302, { location: "/h2", "set-cookie": "a=b" }).end();
    };
    handlers["/h2"] = (request, response) => {
      expect(request.headers.cookie).toBeUndefined();
      response.end("ok");
    };
    await fetchWith({ userAgent: "thorp/1.0" })(`${origin}/h`);
    expect(headers["user-agent"]).toBe("thorp/1.0");
    expect(headers.authorization).toBeUndefined();
  });
});

describe("where a connection goes", () => {
  it("is the address that was checked: the name exists for our resolver only, and is asked for once", async () => {
    handlers["/p"] = (request, response) => response.end(request.headers.host);
    let resolved = 0;
    const resolveHost = async () => {
      resolved++;
      return ["127.0.0.1"];
    };
    const name = `pinned.invalid:${host.split(":")[1]}`;
    const page = await fetchWith({ allowHosts: [name], resolveHost })(`http://${name}/p`);
    expect(text(page.bytes)).toBe(name);
    expect(resolved).toBe(1);
  });

  it("is never a private address that the name turns to after the check", async () => {
    let resolved = 0;
    // Public for the check, this machine for whoever asks again.
    const resolveHost = async () => (resolved++ === 0 ? ["93.184.216.34"] : ["127.0.0.1"]);
    const rebinding = fetchWith({ allowHosts: [], resolveHost, timeoutMs: 300 });
    await expect(rebinding(`http://rebind.invalid:${host.split(":")[1]}/`)).rejects.toThrow();
    expect(resolved).toBe(1);
    expect(asked).toEqual([]);
  });

  it("is nowhere without permission", async () => {
    await expect(fetchWith({ allowHosts: [] })(`${origin}/a`)).rejects.toMatchObject({ code: "address-refused" });
    expect(asked).toEqual([]);
  });

  it("pinnedLookup answers both ways a socket asks", () => {
    const lookup = pinnedLookup(["1.2.3.4", "2606::1"]);
    lookup("x", { all: true }, (error, found) => {
      expect([error, found]).toEqual([
        null,
        [
          { address: "1.2.3.4", family: 4 },
          { address: "2606::1", family: 6 },
        ],
      ]);
    });
    lookup("x", {}, (error, address, family) => expect([error, address, family]).toEqual([null, "1.2.3.4", 4]));
    pinnedLookup([])("x", {}, (error) => expect(error).toBeInstanceOf(Error));
  });
});

describe("redirects", () => {
  it("are followed, relative ones too, and the last address is told", async () => {
    handlers["/1"] = (_, response) => response.writeHead(301, { location: "2?x=1" }).end("ignored");
    handlers["/2"] = (_, response) => response.writeHead(307, { location: `${origin}/3` }).end();
    handlers["/3"] = (_, response) => response.end("there");
    const page = await fetchWith()(`${origin}/1`);
    expect([page.url, text(page.bytes)]).toEqual([`${origin}/3`, "there"]);
  });

  it("end after five", async () => {
    handlers["/loop"] = (_, response) => response.writeHead(302, { location: "/loop" }).end();
    await expect(fetchWith()(`${origin}/loop`)).rejects.toMatchObject({
      code: "tool-failed",
      message: expect.stringMatching(/more than 5 times/),
    });
    expect(asked).toHaveLength(6);
  });

  it.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost:1/",
    "http://[::1]/",
    "file:///etc/passwd",
    "//10.0.0.1/",
    "gopher://x/",
    "http://",
  ])("are checked again: %s", async (location) => {
    handlers["/r"] = (_, response) => response.writeHead(302, { location }).end();
    await expect(fetchWith({ resolveHost: async () => ["127.0.0.1"] })(`${origin}/r`)).rejects.toMatchObject({
      code: "address-refused",
    });
  });

  it("without an address are pages", async () => {
    handlers["/r"] = (_, response) => response.writeHead(302).end("bare");
    expect(text((await fetchWith()(`${origin}/r`)).bytes)).toBe("bare");
  });
});

describe("limits", () => {
  it("stop a body that says it is too large, and one that does not say", async () => {
    handlers["/says"] = (_, response) =>
      response.writeHead(200, { "content-length": "5000000" }).end(Buffer.alloc(5_000_000));
    handlers["/silent"] = (_, response) => response.end(Buffer.alloc(5_000_000));
    for (const path of ["/says", "/silent"]) {
      await expect(fetchWith({ maxBytes: 1 << 20 })(origin + path)).rejects.toMatchObject({ code: "input-too-large" });
      await expect(fetchWith()(origin + path, { maxBytes: 1000 })).rejects.toMatchObject({ code: "input-too-large" });
    }
  });

  it("stop a body without end", async () => {
    let open = true;
    handlers["/endless"] = (_, response) => {
      const more = () => {
        while (open && response.write(Buffer.alloc(65_536))) {}
      };
      response.on("drain", more).on("close", () => {
        open = false;
      });
      more();
    };
    await expect(fetchWith()(`${origin}/endless`)).rejects.toMatchObject({ code: "input-too-large" });
    await expect.poll(() => open).toBe(false);
  });

  it.each([
    ["gzip", gzipSync(Buffer.alloc(200_000_000))],
    ["br", brotliCompressSync(Buffer.alloc(50_000_000))],
  ])("stop a %s bomb without unpacking it", async (encoding, bomb) => {
    handlers["/bomb"] = (_, response) => response.writeHead(200, { "content-encoding": encoding }).end(bomb);
    const before = process.memoryUsage().arrayBuffers;
    await expect(fetchWith()(`${origin}/bomb`)).rejects.toMatchObject({ code: "input-too-large" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
  });

  it("stop a server that is silent, one that drips, and one that breaks off", async () => {
    handlers["/silent"] = () => {};
    handlers["/drips"] = (_, response) => {
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    };
    for (const path of ["/silent", "/drips"]) {
      await expect(fetchWith({ timeoutMs: 150 })(origin + path)).rejects.toMatchObject({ code: "tool-timeout" });
    }
    handlers["/breaks"] = (_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("half");
      setTimeout(() => response.destroy(), 20);
    };
    handlers["/breaks-packed"] = (_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.write(gzipSync("x".repeat(10_000)).subarray(0, 20));
      setTimeout(() => response.destroy(), 20);
    };
    handlers["/hangs-up"] = (request) => request.socket.destroy();
    for (const path of ["/breaks", "/breaks-packed", "/hangs-up"]) {
      await expect(fetchWith()(origin + path)).rejects.toMatchObject({ code: "tool-failed" });
    }
  });

  it("stop a resolver that never answers", async () => {
    const resolveHost = () => new Promise<string[]>(() => {});
    await expect(fetchWith({ resolveHost, timeoutMs: 50 })("http://slow.invalid/")).rejects.toMatchObject({
      code: "tool-timeout",
    });
  });

  it("call damage and unknown packing failures", async () => {
    handlers["/damaged"] = (_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip at all");
    handlers["/unknown"] = (_, response) => response.writeHead(200, { "content-encoding": "zstd, gzip" }).end("x");
    handlers["/headers"] = (_, response) => response.writeHead(200, { "x-long": "h".repeat(100_000) }).end();
    for (const path of ["/damaged", "/unknown", "/headers"]) {
      await expect(fetchWith()(origin + path)).rejects.toMatchObject({ code: "tool-failed" });
    }
  });

  it("say when nothing listens", async () => {
    await expect(fetchWith({ allowHosts: ["127.0.0.1"] })("http://127.0.0.1:1/")).rejects.toMatchObject({
      code: "tool-failed",
    });
  });
});

it("an abort ends it with the signal's reason, before and on the way", async () => {
  handlers["/silent"] = () => {};
  const reason = new Error("stopped by the person");
  const stop = new AbortController();
  const pending = fetchWith()(`${origin}/silent`, { signal: stop.signal });
  await expect.poll(() => asked.length).toBe(1);
  stop.abort(reason);
  await expect(pending).rejects.toBe(reason);
  await expect(fetchWith()(`${origin}/silent`, { signal: stop.signal })).rejects.toBe(reason);
  expect(asked).toHaveLength(1);
});
