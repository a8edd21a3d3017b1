import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createGuardedFetch } from "../context/guarded-fetch.ts";
import { createToolContext } from "../context/tool-context.ts";
import { makePdf } from "../documents/test-files.ts";
import { createFetchPageTool } from "./fetch-page-tool.ts";

interface Page {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string | Uint8Array;
}

let server: Server;
let origin: string;
let pages: Record<string, Page>;
const said: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages[request.url ?? ""] ?? { status: 404, body: "gone" };
    response.writeHead(page.status ?? 200, page.headers).end(page.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  pages = {};
});

const fetchPage = (path: string, question?: string) => {
  const clock = createSystemClock();
  const context = createToolContext({
    clock,
    timeZone: "UTC",
    signal: new AbortController().signal,
    key: "k",
    workspace: tmpdir(),
    out: tmpdir(),
    guardedFetch: createGuardedFetch({ clock, allowHosts: ["127.0.0.1"], maxBytes: 1 << 20 }),
    progress: (text) => said.push(text),
  });
  const url = path.includes(":") ? path : origin + path;
  return createFetchPageTool().execute(question === undefined ? { url } : { url, question }, context);
};
const html = { "content-type": "text/html; charset=utf-8" };

it("gives the text of a page with its address as origin", async () => {
  pages["/a"] = {
    headers: html,
    body: '<title>Shop</title><nav>menu</nav><h1>Hours</h1><p>Open <a href="/b">9 to 5</a>.<img src="http://evil.example/p.png">',
  };
  expect(await fetchPage("/a")).toEqual({
    ok: true,
    text: `${origin}/a, "Shop", 1 page:\n\n# Hours\n\nOpen [9 to 5](${origin}/b).`,
    data: { title: "Shop", pages: 1, shown: [1] },
    sources: [{ title: "Shop", location: `${origin}/a` }],
    labels: [`web:${origin}/a`],
  });
  expect(said).toContain(`fetching ${origin}/a`);
});

it("names the address after redirects as the origin, and resolves links from it", async () => {
  pages["/old"] = { status: 301, headers: { location: "/new/" }, body: "" };
  pages["/new/"] = { headers: html, body: '<a href="x">x</a>' };
  expect(await fetchPage("/old")).toMatchObject({
    labels: [`web:${origin}/new/`],
    text: expect.stringContaining(`(${origin}/new/x)`),
  });
});

it("answers a question with passages", async () => {
  pages["/q"] = {
    headers: html,
    body: "<p>The shop sells bread and cakes of all kinds to everybody.</p><p>The opening hours are nine to five on all days but Sunday.</p>",
  };
  expect(await fetchPage("/q", "opening hours?")).toMatchObject({
    data: { passages: [{ page: 1, text: "The opening hours are nine to five on all days but Sunday." }] },
  });
});

it.each([
  [
    "/pdf",
    { headers: { "content-type": "application/octet-stream" }, body: makePdf(["from the pdf"]) },
    "from the pdf",
  ],
  ["/x.pdf", { headers: html, body: makePdf(["called html"]) }, "called html"],
  ["/json", { headers: { "content-type": "application/json" }, body: '{"status":"up"}' }, '"status": "up"'],
  ["/vnd", { headers: { "content-type": "application/vnd.api+json" }, body: '{"status":"up"}' }, '"status"'],
  ["/plain", { headers: { "content-type": "text/plain" }, body: "just text" }, "just text"],
  ["/untyped", { body: "<!DOCTYPE html><p>guess what</p>" }, "guess what"],
  ["/data.csv", { headers: { "content-type": "text/csv" }, body: "a,b\n1,2\n" }, "| 1 | 2 |"],
  [
    "/latin",
    { headers: { "content-type": "text/html; charset=iso-8859-1" }, body: Buffer.from("<p>caf\u00e9", "latin1") },
    "caf\u00e9",
  ],
  [
    "/meta",
    { headers: { "content-type": "text/html" }, body: Buffer.from('<meta charset="windows-1251"><p>\u00cc', "latin1") },
    "\u041c",
  ],
] as const)("%s is read by what it is", async (path, page, words) => {
  pages[path] = page;
  expect(await fetchPage(path)).toMatchObject({ ok: true, text: expect.stringContaining(words) });
});

it.each([
  ["/missing", undefined, /status 404 \(there is no such page\)/],
  ["/teapot", { status: 418, body: "x" }, /status 418\./],
  ["/nothing", { headers: html, body: "" }, /empty page/],
  ["/script", { headers: html, body: "<script>render()</script>" }, /made by a script/],
  ["/image", { headers: { "content-type": "image/png" }, body: Buffer.from("89504e470d0a1a0a", "hex") }, /picture/],
  ["/fake-html", { headers: html, body: Buffer.from("89504e470d0a1a0a", "hex") }, /picture/],
  ["/fake.pdf", { headers: { "content-type": "application/pdf" }, body: "%PDF-1.4 not really" }, /not a valid PDF/],
  ["/large", { headers: html, body: "x".repeat(2 << 20) }, /larger than 1 MiB/],
  [
    "/bomb",
    { headers: { ...html, "content-encoding": "gzip" }, body: gzipSync(Buffer.alloc(50 << 20)) },
    /larger than 1 MiB/,
  ],
  ["/loop", { status: 302, headers: { location: "/loop" }, body: "" }, /redirected more than 5 times/],
  [
    "/inside",
    { status: 302, headers: { location: "http://169.254.169.254/" }, body: "" },
    /not an address of the public internet/,
  ],
  ["http://10.0.0.1/", undefined, /not an address of the public internet/],
  ["file:///etc/passwd", undefined, /only http and https/],
] as const)("%s is refused in words", async (path, page, words) => {
  if (page !== undefined) pages[path] = page;
  expect(await fetchPage(path)).toMatchObject({ ok: false, text: expect.stringMatching(words) });
});

it("tells policy which address it would ask", () => {
  const where = { workspace: "/w", out: "/o" };
  expect(createFetchPageTool().describe({ url: "https://example.org/" }, where)).toEqual({
    effect: "fetch",
    summary: "fetch https://example.org/",
    urls: ["https://example.org/"],
  });
});
