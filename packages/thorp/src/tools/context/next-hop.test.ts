import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createGuardedFetch, type GuardedFetch } from "./guarded-fetch.ts";
import { nextHop } from "./next-hop.ts";

interface Seen {
  readonly at: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let seen: Seen[];
const servers: Server[] = [];
let first: string;
let second: string;
let answer: (at: string, path: string) => { readonly status: number; readonly location?: string };

beforeAll(async () => {
  const listen = async (at: string): Promise<string> => {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += String(chunk);
      });
      request.on("end", () => {
        seen.push({ at, method: request.method ?? "", headers: request.headers, body });
        const { status, location } = answer(at, request.url ?? "");
        response.writeHead(status, { "x-kind": at, ...(location === undefined ? {} : { location }) }).end("ok");
      });
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  first = await listen("first");
  second = await listen("second");
});
afterAll(() => {
  for (const server of servers) server.close();
});
beforeEach(() => {
  seen = [];
  answer = () => ({ status: 200 });
});

const fetching: GuardedFetch = (url, options) =>
  createGuardedFetch({ clock: createSystemClock(), allowHosts: [first, second] })(url, options);

describe("a request", () => {
  it("is sent with its method, headers and body, and its answer has headers", async () => {
    const page = await fetching(`http://${first}/a`, {
      method: "POST",
      headers: { authorization: "Bearer s3cret", "content-type": "application/json" },
      body: '{"a":"ü"}',
    });
    expect(page.headers["x-kind"]).toBe("first");
    expect(seen).toEqual([
      expect.objectContaining({
        method: "POST",
        body: '{"a":"ü"}',
        headers: expect.objectContaining({ authorization: "Bearer s3cret", "content-length": "10" }),
      }),
    ]);
  });

  it("is called by another name in errors where its address holds a secret", async () => {
    answer = () => ({ status: 302, location: "/loop?key=s3cret" });
    const failed = fetching(`http://${first}/loop?key=s3cret`, { shownAs: "tides" });
    await expect(failed).rejects.toThrow(/^tides was redirected/);
  });
});

describe("after a redirect", () => {
  const redirect = (status: number) => {
    answer = (at) => (at === "first" ? { status, location: `http://${second}/there` } : { status: 200 });
  };
  const secret = { authorization: "Bearer s3cret", "x-api-key": "s3cret", cookie: "a=b", accept: "text/plain" };

  it("another host gets none of the headers but what describes anybody", async () => {
    redirect(302);
    await fetching(`http://${first}/`, { headers: secret });
    expect(seen[1]?.headers).toMatchObject({ accept: "text/plain" });
    expect(JSON.stringify(seen[1])).not.toContain("s3cret");
    expect(seen[1]?.headers["cookie"]).toBeUndefined();
  });

  it.each([307, 308])("%i never takes a body to another host", async (status) => {
    redirect(status);
    const sent = fetching(`http://${first}/`, { method: "POST", body: "s3cret" });
    await expect(sent).rejects.toMatchObject({ code: "address-refused" });
    expect(seen).toHaveLength(1);
  });

  it.each([301, 302, 303])("%i turns a POST into a GET without its body", async (status) => {
    redirect(status);
    await fetching(`http://${first}/`, { method: "POST", body: "s3cret", headers: { "content-type": "text/x" } });
    expect(seen[1]).toMatchObject({ method: "GET", body: "" });
    expect(seen[1]?.headers["content-type"]).toBeUndefined();
  });

  it("the same host gets all of it again", async () => {
    answer = (_, path) => (path === "/a" ? { status: 308, location: "/b" } : { status: 200 });
    await fetching(`http://${first}/a`, { method: "PUT", body: "x", headers: secret });
    expect(seen[1]).toMatchObject({ method: "PUT", body: "x" });
    expect(seen[1]?.headers["authorization"]).toBe("Bearer s3cret");
  });

  it("only named hosts are gone to where the request names them", async () => {
    redirect(302);
    const refused = fetching(`http://${first}/`, { redirectsTo: [] });
    await expect(refused).rejects.toMatchObject({
      code: "address-refused",
      message: `${first} redirects to ${second}, where this request may not go.`,
    });
    expect((await fetching(`http://${first}/`, { redirectsTo: [second] })).headers["x-kind"]).toBe("second");
  });

  it("https never becomes http", () => {
    const hop = { method: "GET" as const, headers: secret, body: undefined };
    const from = new URL("https://a.example/x");
    const to = new URL("http://a.example/x");
    expect(() => nextHop(hop, 302, { from, to, request: { redirectsTo: [] } })).toThrow(/from https to http/);
    // Pages of the web may do it, without what their caller added.
    expect(nextHop(hop, 302, { from, to, request: {} }).headers).toEqual({ accept: "text/plain" });
  });
});
