/**
 * What the server adds to the first words of an answer when many ask at once: `node bench/server-load.ts [COUNT]`.
 *
 * 500 ask within three seconds. In each round they ask the scripted model directly, and then Thorp; what Thorp adds is
 * the difference of the two in the same round. Each answer must be whole: its text put together from frames, and its
 * events without a gap. The model's pace is 200 ms to the first of 60 tokens, then 50 a second.
 */
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type ServedThorp, serveThorp } from "./measure/served-thorp.ts";
import { configureServer, startServer } from "./measure/server-process.ts";
import { answerTokens, checkAnswer, DIRECT_REQUEST, livePace, SUPERVISOR } from "./measure/the-job.ts";

const COUNT = Number(process.argv[2] ?? 500);
const ARRIVALS_MS = 3000;
const ROUNDS = 3;
const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });

interface Sent {
  readonly url: string;
  readonly method?: string;
  readonly body?: unknown;
}

/** Server-sent events as they come; a plain answer as one piece. */
async function* receive({ url, method = "GET", body }: Sent): AsyncGenerator<string> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers =
    text === undefined
      ? {}
      : {
          accept: "text/event-stream",
          "content-type": "application/json",
          "content-length": Buffer.byteLength(text),
        };
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.request(url, { method, agent, headers }, resolve).on("error", reject).end(text);
  });
  response.setEncoding("utf8");
  if (!/event-stream/.test(response.headers["content-type"] ?? "")) {
    let all = "";
    for await (const part of response) all += part as string;
    if ((response.statusCode ?? 500) >= 300) throw new Error(`${response.statusCode}: ${all.slice(0, 300)}`);
    return yield all;
  }
  let rest = "";
  for await (const part of response) {
    rest += part as string;
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      const data = /^data: (.*)$/m.exec(rest.slice(0, end))?.[1];
      rest = rest.slice(end + 2);
      if (data !== undefined) yield data;
    }
  }
}

/** Milliseconds to the first words. */
async function askModel(baseURL: string): Promise<number> {
  const began = performance.now();
  let first: number | undefined;
  let text = "";
  const body = { model: SUPERVISOR, stream: true, messages: [{ role: "user", content: DIRECT_REQUEST }] };
  for await (const data of receive({ url: `${baseURL}/chat/completions`, method: "POST", body })) {
    if (data === "[DONE]") continue;
    const { choices } = JSON.parse(data) as { choices: readonly { delta?: { content?: string } }[] };
    const content = choices[0]?.delta?.content ?? "";
    if (content !== "") first ??= performance.now() - began;
    text += content;
  }
  checkAnswer(text);
  return first ?? Infinity;
}

/** The same over `POST /api/runs`, whose answer is the run's stream. Throws for a frame or an event that is missing. */
async function askThorp({ url }: ServedThorp): Promise<number> {
  const began = performance.now();
  let first: number | undefined;
  let text = "";
  let whole = "";
  let lastSeq = 0;
  for await (const data of receive({ url: `${url}/api/runs`, method: "POST", body: { text: DIRECT_REQUEST } })) {
    const update = JSON.parse(data) as Update;
    if (update.kind === "event") {
      if (update.type === "message-add" && update.role === "team") whole = update.text;
      if (update.seq !== lastSeq + 1) throw new Error(`event ${update.seq} after ${lastSeq}`);
      lastSeq = update.seq;
    } else if (update.type === "text") {
      first ??= performance.now() - began;
      if (update.offset !== text.length) throw new Error(`a frame is missing before ${update.offset}`);
      text += update.delta;
    }
  }
  checkAnswer(whole);
  // Whoever comes late to a fast answer finds it in the message alone.
  if (first !== undefined) checkAnswer(text);
  return first ?? performance.now() - began;
}

interface Update {
  /** Absent of the message that names the run. */
  readonly kind?: "event" | "frame";
  readonly type: string;
  readonly seq: number;
  readonly role: string;
  readonly text: string;
  readonly offset: number;
  readonly delta: string;
}

async function arrivals(ask: () => Promise<number>): Promise<readonly number[]> {
  const times = Array.from({ length: COUNT }, async (_, at) => {
    await sleep((at * ARRIVALS_MS) / COUNT);
    return ask();
  });
  return (await Promise.all(times)).sort((a, b) => a - b);
}

async function cpuSeconds(thorp: ServedThorp): Promise<number> {
  const of = (mode: string) => thorp.metric(`thorp_process_cpu_seconds_total{mode="${mode}"}`);
  return (await of("user")) + (await of("system"));
}

const share = (times: readonly number[], part: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Infinity;

const model = await startServer();
try {
  const thorp = await serveThorp(model.baseURL);
  try {
    await configureServer(model.baseURL, { ttft: 0, tps: 0 });
    for (let warm = 0; warm < 40; warm++) await Promise.all([1, 2, 3, 4, 5].map(() => askThorp(thorp)));
    await configureServer(model.baseURL, livePace);
    console.log(
      `${COUNT} answers of ${answerTokens.length} tokens, arrivals over ${ARRIVALS_MS / 1000} s; first words in ms`,
    );
    const added: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const direct = await arrivals(() => askModel(model.baseURL));
      const cpu = await cpuSeconds(thorp);
      const served = await arrivals(() => askThorp(thorp));
      const cpuMs = ((await cpuSeconds(thorp)) - cpu) * 1000;
      const of = (part: number) => `${share(direct, part).toFixed(0)} -> ${share(served, part).toFixed(0)}`;
      const p99 = share(served, 0.99) - share(direct, 0.99);
      added.push(p99);
      console.log(
        `round ${round}: p50 ${of(0.5)}, p99 ${of(0.99)}; p99 adds ${p99.toFixed(0)}; lost 0; ${(cpuMs / COUNT).toFixed(1)} ms of CPU an answer`,
      );
    }
    const median = [...added].sort((a, b) => a - b)[ROUNDS >> 1] ?? Infinity;
    console.log(`p99 adds ${median.toFixed(0)} ms (median of ${ROUNDS}; goal: below 50)`);
  } finally {
    await thorp.close();
  }
} finally {
  model.close();
  agent.destroy();
}
