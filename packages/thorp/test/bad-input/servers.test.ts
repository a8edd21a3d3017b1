/** Model servers that refuse, vanish, or are something else altogether. */
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ServerReply } from "../../src/testing/scripted-server.ts";
import { createHastyClock } from "./hasty-clock.ts";
import { askedIn, openBench, type Script, serve, type Told, writeCatalogue } from "./test-bench.ts";

const HTML =
  "<!doctype html><html><head><title>Welcome to nginx!</title></head><body><script>var a = 1;</script><h1>It works</h1></body></html>";
const refusal = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): ServerReply => ({
  status,
  headers,
  body: JSON.stringify({ error: { message } }),
});

/** Asks the ladder, whose local model does this for ever while the paid one is well. */
async function askLadder(reply: ServerReply) {
  const clock = createHastyClock();
  const script: Script = (request) => (request.body["model"] === "two" ? { text: "From the paid one." } : reply);
  const { catalogue, server } = await serve(script);
  const bench = await openBench({ catalogues: [catalogue], team: "ladder", clock });
  const told = await bench.ask("What is it?");
  await bench.goesOn();
  return {
    told,
    callsOf: (model: string) =>
      server.requests.filter((request) => request.body["model"] === model && !askedIn(request).includes("still there"))
        .length,
  };
}

async function askSolo(reply: ServerReply) {
  const clock = createHastyClock();
  const { catalogue, server } = await serve(() => reply);
  const bench = await openBench({ catalogues: [catalogue], team: "solo", clock });
  const told = await bench.ask("What is it?");
  const calls = server.requests.filter((request) => request.method === "POST").length;
  clock.skip(120_000);
  await bench.goesOn();
  return { told, calls };
}

/** How the last model call of the run came about: what was tried before it. */
function fallbacksOf(told: Pick<Told, "all">): unknown {
  const { fallbacks } = (told.all("step-end").at(-1)?.result ?? {}) as { fallbacks?: unknown };
  return fallbacks;
}

const bad: readonly (readonly [string, ServerReply, string, RegExp, number])[] = [
  [
    "answers HTML",
    { body: HTML, contentType: "text/html" },
    "model-unavailable",
    /near\/one answered with something that is no chat completion: Welcome to nginx!/,
    3,
  ],
  [
    "answers 404 with HTML",
    { status: 404, body: HTML, contentType: "text/html" },
    "model-unknown",
    /near\/one answered 404: Welcome to nginx!/,
    1,
  ],
  [
    "answers 502 with HTML",
    { status: 502, body: HTML, contentType: "text/html" },
    "model-unavailable",
    /answered 502: Welcome to nginx!/,
    3,
  ],
  [
    "answers 429 for ever",
    refusal(429, "Slow down", { "retry-after": "1" }),
    "rate-limited",
    /near\/one answered 429: Slow down/,
    3,
  ],
  [
    "answers 429 and says to come back in an hour",
    refusal(429, "Slow down", { "retry-after": "3600" }),
    "rate-limited",
    /answered 429/,
    1,
  ],
  ["refuses the key", refusal(401, "Incorrect API key"), "model-refused", /answered 401: Incorrect API key/, 1],
  [
    "does not know the model",
    refusal(404, "model 'one' not found"),
    "model-unknown",
    /answered 404: model 'one' not found/,
    1,
  ],
  [
    "sends elsewhere",
    { status: 307, headers: { location: "http://127.0.0.1:1/v1" }, body: "" },
    "model-refused",
    /redirects to http:\/\/127/,
    1,
  ],
  ["breaks inside", refusal(500, "boom"), "model-unavailable", /answered 500: boom/, 3],
  [
    "has no memory",
    refusal(500, "model requires more system memory (9 GiB) than is available"),
    "model-refused",
    /more system memory/,
    1,
  ],
];

describe("a model server that", () => {
  it.each(bad)("%s hands over to the next tier, and the run says so", async (_name, reply, code, message, calls) => {
    const { told, callsOf } = await askLadder(reply);
    expect(told).toMatchObject({ end: { state: "done" }, text: "From the paid one." });
    expect(told.all("step-fail").at(-1)).toMatchObject({ failure: { code, message: expect.stringMatching(message) } });
    expect(fallbacksOf(told)).toEqual([expect.stringMatching(message)]);
    expect(callsOf("one")).toBe(calls);
    expect(callsOf("two")).toBe(1);
  });

  it.each(bad)("%s ends a run that has no other model", async (_name, reply, code, message, expected) => {
    const { told, calls } = await askSolo(reply);
    expect(told.end).toMatchObject({ state: "failed", failure: { code, message: expect.stringMatching(message) } });
    expect(calls).toBe(expected);
    expect(told.text).toBe("");
  });

  it("is not there is not even tried: the rules take over and say why", async () => {
    const catalogue = await writeCatalogue({ near: "http://127.0.0.1:9", far: "http://127.0.0.1:9" });
    const bench = await openBench({ catalogues: [catalogue], team: "floor" });
    for (let again = 0; again < 2; again++) {
      const told = await bench.ask("What is 2 + 3?");
      expect(told.end.state).toBe("done");
      expect(told.text).toContain("5");
      expect(reasonsOf(told)).toMatch(/near\/one: its server is down \(.*nothing listens there\)/);
    }
  });

  it("is not there ends a run that has no other model at once", async () => {
    const catalogue = await writeCatalogue({ near: "http://127.0.0.1:9", far: "http://127.0.0.1:9" });
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    for (let again = 0; again < 2; again++) {
      const told = await bench.ask("What is it?");
      expect(told.end).toMatchObject({
        state: "failed",
        failure: { code: "model-unavailable", message: expect.stringMatching(/near\/one: its server is down/) },
      });
    }
  });

  it("is not there, and is paid, ends the run after its tries", async () => {
    // Nobody listens there either, but it does not count as this machine, which would be asked before it is called.
    const catalogue = await writeCatalogue({ near: "http://127.0.0.1:9", far: "http://0.0.0.0:9" });
    const bench = await openBench({ catalogues: [catalogue], team: "paid", clock: createHastyClock() });
    const told = await bench.ask("What is it?");
    expect(told.end).toMatchObject({
      state: "failed",
      failure: { code: "model-unavailable", message: expect.stringMatching(/nothing listens there/) },
    });
    expect(told.all("budget-settle").at(-1)).toMatchObject({ reserved: expect.any(Number) });
  });

  it("takes connections and never answers is given up after the limit of a health check", async () => {
    const near = await silentServer();
    const { catalogue } = await serve(() => ({ text: "unused" }), { near });
    const bench = await openBench({ catalogues: [catalogue], team: "floor" });
    const told = await bench.ask("What is 2 + 3?");
    expect(told.end.state).toBe("done");
    expect(told.text).toContain("5");
    expect(reasonsOf(told)).toMatch(/near\/one: its server is down \(did not answer within 1\.5 s\)/);
    // The second one does not wait again.
    expect(reasonsOf(await bench.ask("What is 2 + 4?"))).toMatch(/did not answer within/);
  });

  it("comes back is used again", async () => {
    const clock = createHastyClock();
    let well = false;
    const { catalogue } = await serve(() => (well ? { text: "Back." } : refusal(503, "loading")));
    const bench = await openBench({ catalogues: [catalogue], team: "solo", clock });
    expect((await bench.ask("Are you well?")).end.state).toBe("failed");
    well = true;
    clock.skip(120_000);
    expect(await bench.ask("And now?")).toMatchObject({ end: { state: "done" }, text: "Back." });
  });
});

describe("a prompt that is too long for the server", () => {
  const tooLong = refusal(
    400,
    "This model's maximum context length is 4096 tokens. However, your messages resulted in 9000 tokens.",
  );
  /** The catalogue promises 32,000 tokens; the server takes so many characters. */
  const bounded =
    (characters: number): Script =>
    (request) =>
      JSON.stringify(request.body["messages"]).length > characters ? tooLong : { text: "It fits." };
  const request = `Sum up: ${"many words ".repeat(3000)}`;

  it("is shortened and sent once more", async () => {
    const { catalogue, server } = await serve(bounded(25_000));
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    const told = await bench.ask(request);
    expect(told).toMatchObject({ end: { state: "done" }, text: "It fits." });
    expect(told.all("step-fail")).toMatchObject([{ failure: { code: "context-length" } }]);
    expect(server.requests.filter((sent) => sent.method === "POST")).toHaveLength(2);
    await bench.goesOn();
  });

  it("ends the run when that is still too long", async () => {
    const { catalogue, server } = await serve(bounded(300));
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    const told = await bench.ask(request);
    expect(told.end).toMatchObject({
      state: "failed",
      failure: { code: "context-length", message: expect.stringMatching(/maximum context length is 4096/) },
    });
    expect(server.requests.filter((sent) => sent.method === "POST")).toHaveLength(2);
    await bench.goesOn();
  });

  it("goes to the next tier when that is still too long", async () => {
    const { catalogue } = await serve((sent, call) =>
      sent.body["model"] === "two" ? { text: "With a larger window." } : bounded(300)(sent, call),
    );
    const bench = await openBench({ catalogues: [catalogue], team: "ladder" });
    expect(await bench.ask(request)).toMatchObject({ end: { state: "done" }, text: "With a larger window." });
    await bench.goesOn();
  });
});

function reasonsOf(told: Told): string {
  return told
    .all("step-start")
    .flatMap((event) => (event.call.kind === "model" ? event.call.route.reasons : []))
    .join("\n");
}

/** Accepts connections and says nothing. */
async function silentServer(): Promise<string> {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}
