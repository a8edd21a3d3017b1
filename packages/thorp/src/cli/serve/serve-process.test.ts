/** `thorp serve` as a process: it winds down when told, leaves at once when told twice, and comes back after `kill -9`. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openSocket, refusedUpgrade } from "../../server/socket/test-socket.ts";
import { serverEvents } from "../../server/test-server.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import type { WireUpdate } from "../../wire/run-update.ts";
import { type CliFolder, createCliFolder, type StartedCli, startCli } from "../testing-process.ts";

const WORDS = Array.from({ length: 60 }, (_, at) => `word${at} `);
const ANSWER = WORDS.join("").trim();
let models: ScriptedServer;
/** Milliseconds between two words. */
let pace = 0;
beforeAll(async () => {
  models = await startScriptedServer({
    models: ["llama3.2:3b", "mistral:7b", "mistral-small:22b"],
    script: () => ({ text: WORDS, betweenMs: pace }),
  });
});
afterAll(() => models.close());

interface Served extends StartedCli {
  readonly url: string;
}

async function serve(folder: CliFolder, ...more: readonly string[]): Promise<Served> {
  const started = startCli(folder, ["serve", "--json", "--port", "0", ...more]);
  await started.shows('"url"');
  return { ...started, url: (JSON.parse(started.out().split("\n")[0] ?? "") as { url: string }).url };
}

async function ask(url: string, text = "Tell me a long story about a mill"): Promise<string> {
  const response = await fetch(`${url}/api/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });
  expect(response.status).toBe(202);
  return ((await response.json()) as { run: string }).run;
}

interface Seen {
  readonly updates: WireUpdate[];
  last: number;
}

/** Reads on from what was seen; ends with the connection. */
async function read(url: string, run: string, seen: Seen): Promise<void> {
  const response = await fetch(`${url}/api/runs/${run}/stream`, { headers: { "last-event-id": String(seen.last) } });
  expect(response.status).toBe(200);
  try {
    for await (const { data, id } of serverEvents(response)) {
      const update = JSON.parse(data) as WireUpdate;
      seen.updates.push(update);
      if (id !== undefined) seen.last = Number(id);
      if (update.type === "run-end") return;
    }
  } catch {
    // The server is gone.
  }
}

const nothing = (): Seen => ({ updates: [], last: 0 });
const seqsOf = ({ updates }: Seen) => updates.flatMap((update) => (update.kind === "event" ? [update.seq] : []));
/** The text of each attempt at each step of the run itself, put together by offset. */
const textsOf = ({ updates }: Seen) => {
  const byAttempt = new Map<string, string>();
  for (const update of updates) {
    if (update.kind !== "frame" || update.type !== "text" || update.path !== "") continue;
    const key = `${update.step}@${update.attempt}`;
    const text = byAttempt.get(key) ?? "";
    expect(update.offset, "a gap in the text").toBeLessThanOrEqual(text.length);
    byAttempt.set(key, text.slice(0, update.offset) + update.delta);
  }
  return [...byAttempt.values()];
};
const until = async (seen: Seen, fits: (seen: Seen) => boolean): Promise<void> => {
  await expect.poll(() => fits(seen), { timeout: 20_000 }).toBe(true);
};
const answerOf = ({ updates }: Seen) =>
  updates.flatMap((update) => (update.type === "message-add" && update.role === "team" ? [update.text.trim()] : []));

it("goes on after kill -9 in mid-stream: nothing lost, nothing doubled, no text mixed", async () => {
  const folder = createCliFolder(models.url);
  pace = 30;
  const first = await serve(folder);
  const run = await ask(first.url);
  const seen = nothing();
  const reading = read(first.url, run, seen);
  await until(seen, () => textsOf(seen).some((text) => text.includes("word8")));
  first.child.kill("SIGKILL");
  expect(await first.ended).toBe("SIGKILL");
  await reading;
  expect(textsOf(seen).join("")).not.toContain("word59");
  pace = 0;
  const second = await serve(folder);
  await read(second.url, run, seen);
  expect(seqsOf(seen)).toEqual(seqsOf(seen).map((_, at) => at + 1));
  expect(seen.updates.at(-1)).toMatchObject({ type: "run-end", state: "done" });
  expect(seen.updates.some(({ type }) => type === "run-recover")).toBe(true);
  expect(answerOf(seen)).toEqual([ANSWER]);
  // Each attempt wrote the beginning of the answer or all of it: never a piece of another.
  for (const text of textsOf(seen)) expect(ANSWER.startsWith(text.trim())).toBe(true);
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
}, 60_000);

it("winds down when told: streams end with a hint, sockets close, nothing new begins, the next start goes on", async () => {
  const folder = createCliFolder(models.url);
  pace = 200;
  const first = await serve(folder);
  const run = await ask(first.url);
  const stream = await fetch(`${first.url}/api/runs/${run}/stream`);
  const socket = await openSocket(first.url);
  socket.send({ type: "subscribe", id: "s", to: { kind: "run", run } });
  await socket.until("updates");
  // A request that is under way keeps the server for a while: what it does meanwhile can be seen.
  const slow = new Promise<string>((resolve) => {
    void import("node:http").then(({ request }) => {
      const posting = request(`${first.url}/api/runs`, {
        method: "POST",
        headers: { "content-type": "application/json" },
      });
      posting.on("response", (response) => {
        resolve(String(response.statusCode));
        response.resume();
      });
      posting.on("error", () => resolve("gone"));
      posting.write('{"text":');
      setTimeout(() => posting.end('"late"}'), 1500);
    });
  });
  await expect
    .poll(async () => (await (await fetch(`${first.url}/metrics`)).text()).match(/^thorp_connections (\d+)/m)?.[1])
    .toMatch(/[3-9]/);
  first.child.kill("SIGTERM");
  expect(await socket.closed).toBe(1001);
  expect(socket.messages.at(-1)).toEqual({ type: "bye", retryAfter: 2 });
  const text = await stream.text();
  expect(text).toContain("retry: 2000");
  expect(text).not.toContain("run-end");
  const late = await fetch(`${first.url}/api/runs`);
  expect(late.status).toBe(503);
  expect(late.headers.get("retry-after")).toBe("5");
  expect(await late.json()).toMatchObject({ code: "draining" });
  expect((await fetch(`${first.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${first.url}/livez`)).status).toBe(200);
  expect(await refusedUpgrade(`${first.url}/ws`)).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
  expect(await slow).toBe("503");
  expect(await first.ended).toBe(0);
  pace = 0;
  const second = await serve(folder);
  const seen = nothing();
  await read(second.url, run, seen);
  expect(answerOf(seen)).toEqual([ANSWER]);
  second.child.kill("SIGINT");
  expect(await second.ended).toBe(0);
}, 60_000);

it("leaves at once at the second signal", async () => {
  const folder = createCliFolder(models.url);
  pace = 200;
  const { child, url, ended } = await serve(folder);
  await ask(url);
  // Nobody ends this request.
  const { connect } = await import("node:net");
  const open = connect(Number(new URL(url).port), "127.0.0.1");
  open.write(
    "POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1:" +
      new URL(url).port +
      "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
  );
  const watch = new WebSocket(`${url.replace("http", "ws")}/ws`);
  const closed = new Promise((resolve) => watch.on("close", resolve));
  await new Promise((resolve) => watch.on("open", resolve));
  child.kill("SIGTERM");
  await closed;
  child.kill("SIGTERM");
  expect(await ended).toBe(143);
  open.destroy();
}, 60_000);

it("says which setting is wrong", async () => {
  const folder = createCliFolder(models.url);
  const tried = async (env: Record<string, string>) => {
    const { err, ended } = startCli(folder, ["serve", "--port", "0"], { env });
    return [await ended, err()] as const;
  };
  expect(await tried({ THORP_HOST: "0.0.0.0" })).toEqual([3, expect.stringContaining("THORP_TLS_CERT")]);
  expect(await tried({ THORP_TRUSTED_PROXIES: "proxy" })).toEqual([3, expect.stringContaining("trustedProxies")]);
  expect(await tried({ THORP_TLS_CERT: "/nowhere.pem" })).toEqual([3, expect.stringContaining("THORP_TLS_KEY")]);
  expect(await tried({ THORP_BASE_PATH: "thorp/" })).toEqual([3, expect.stringContaining("THORP_BASE_PATH")]);
}, 60_000);
