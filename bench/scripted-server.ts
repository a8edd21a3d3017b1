/**
 * An OpenAI-compatible server that says what the script says, as fast or as slowly as it is told.
 *
 * A process of its own, started by `startServer`: it tells its port on standard output. `POST /config`
 * `{ttft, tps, reset, keepBodies}`, `GET /stats`, `GET /bodies`; everything else is the protocol.
 */
import http from "node:http";
import { type ChatRequest, type Delta, type Reply, scriptedReply } from "./measure/scripted-reply.ts";
import type { ServerConfig, ServerStats } from "./measure/server-process.ts";

type Said = Exclude<Reply, { kind: "wrong" }>;

const config = { ttft: 0, tps: 0, keepBodies: false };
let stats: ServerStats = freshStats();
let bodies: string[] = [];
let replies = 0;

function freshStats(): ServerStats {
  return { calls: 0, plan: 0, lookup: 0, result: 0, answer: 0, streamed: 0, bytesIn: 0, wrong: [] };
}

function configure({ reset, ...change }: ServerConfig): void {
  if (reset) {
    stats = freshStats();
    bodies = [];
  }
  Object.assign(config, change);
}

function chat(text: string, response: http.ServerResponse): void {
  const request = JSON.parse(text) as ChatRequest;
  replies++;
  stats.calls++;
  stats.bytesIn += Buffer.byteLength(text);
  if (config.keepBodies) bodies.push(text);
  const reply = scriptedReply(request, `call_${replies}`);
  if (reply.kind === "wrong") {
    stats.wrong.push(reply.why);
    response.statusCode = 400;
    response.end(JSON.stringify({ error: { message: reply.why } }));
    return;
  }
  stats[reply.kind]++;
  if (request.stream) stats.streamed++;
  response.setHeader("content-type", "text/event-stream");
  const events = eventsOf(request, reply, text.length >> 2);
  if (config.ttft === 0 && config.tps === 0) response.end(events.join(""));
  else sendPaced(response, events);
}

/** One event per token; the last one holds the end of the stream too. */
function eventsOf({ model, stream_options }: ChatRequest, { deltas, finish }: Said, promptTokens: number): string[] {
  const head = JSON.stringify({
    id: `chatcmpl-${replies}`,
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model,
  });
  const event = (rest: string) => `data: ${head.slice(0, -1)},${rest}}\n\n`;
  const choice = (delta: Delta, reason: string | null) =>
    event(`"choices":${JSON.stringify([{ index: 0, delta, finish_reason: reason }])}`);
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: deltas.length,
    total_tokens: promptTokens + deltas.length,
  };
  const events = deltas.map((delta, index) => choice(index === 0 ? { role: "assistant", ...delta } : delta, null));
  const counted = stream_options?.include_usage ? event(`"choices":[],"usage":${JSON.stringify(usage)}`) : "";
  events.push(`${events.pop()}${choice({}, finish)}${counted}data: [DONE]\n\n`);
  return events;
}

/** By an absolute schedule, so that late timers do not add up. */
function sendPaced(response: http.ServerResponse, events: readonly string[]): void {
  const gap = config.tps === 0 ? 0 : 1000 / config.tps;
  const { ttft } = config;
  const began = performance.now();
  let sent = 0;
  response.flushHeaders();
  const tick = () => {
    if (response.destroyed) return;
    const elapsed = performance.now() - began;
    // A timer may fire up to a millisecond early.
    const due = gap === 0 ? events.length : Math.min(events.length, 1 + Math.floor((elapsed - ttft + 1) / gap));
    const text = events.slice(sent, due).join("");
    sent = Math.max(sent, due);
    if (sent >= events.length) {
      response.end(text);
      return;
    }
    if (text !== "") response.write(text);
    setTimeout(tick, Math.max(1, ttft + sent * gap - elapsed));
  };
  setTimeout(tick, ttft);
}

const server = http.createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const text = Buffer.concat(pieces).toString();
    const url = request.url ?? "";
    const answer = (value: unknown) => response.end(JSON.stringify(value));
    if (url.endsWith("/chat/completions")) chat(text, response);
    else if (url === "/config") answer((configure(JSON.parse(text) as ServerConfig), {}));
    else if (url === "/stats") answer(stats);
    else if (url === "/bodies") answer(bodies);
    else if (url.endsWith("/models")) answer({ object: "list", data: [] });
    else {
      stats.wrong.push(`${request.method} ${url}`);
      response.statusCode = 404;
      answer({});
    }
  });
});
server.keepAliveTimeout = 120_000;
server.requestTimeout = 0;
server.listen({ port: 0, host: "127.0.0.1", backlog: 8192 }, () => {
  const address = server.address();
  console.log(JSON.stringify({ port: typeof address === "object" ? address?.port : undefined }));
});
// The parent holds our standard input; when it is gone, so are we.
process.stdin.resume().on("end", () => process.exit(0));
