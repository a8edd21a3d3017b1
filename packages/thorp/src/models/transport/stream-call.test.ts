import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import type { LanguageModelV4StreamPart } from "../language-model.ts";
import { flowing } from "../part-flow.ts";
import { openStream, type PartReader } from "./stream-call.ts";
import type { TransportResponse, TransportSink } from "./transport.ts";

const finish: LanguageModelV4StreamPart = {
  type: "finish",
  usage: {
    inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 0, text: 0, reasoning: 0 },
  },
  finishReason: { unified: "stop", raw: undefined },
};

/** A connection held in the hand: the test plays the server. */
function scene({ status = 200, response: later }: { status?: number; response?: Promise<TransportResponse> } = {}) {
  const clock = createManualClock();
  const seen = { destroyed: 0, paused: 0, resumed: 0 };
  let sink!: TransportSink;
  const response: TransportResponse = {
    status,
    headers: {},
    start(to) {
      sink = to;
    },
    pause: () => void seen.paused++,
    resume: () => void seen.resumed++,
  };
  const openFlow = (options: { signal?: AbortSignal; read?: (text: string) => boolean } = {}) =>
    openStream({
      clock,
      timeouts: { startMs: 1000, idleMs: 100 },
      target: { provider: "test", model: "m", url: new URL("http://127.0.0.1/x") },
      request: { method: "POST", url: new URL("http://127.0.0.1/x"), headers: {} },
      signal: options.signal,
      transport: () => ({ response: later ?? Promise.resolve(response), destroy: () => void seen.destroyed++ }),
      reader: (emit): PartReader => ({
        text(text) {
          if (options.read) return options.read(text);
          emit({ type: "text-delta", id: "0", delta: text });
          if (text !== "END") return false;
          emit(finish);
          return true;
        },
        close(error) {
          if (error) emit({ type: "error", error });
          emit(finish);
        },
      }),
    });
  const open = async (options?: Parameters<typeof openFlow>[0]) => {
    const { stream } = flowing((await openFlow(options)).flow, {});
    return { stream };
  };
  return { clock, seen, open, openFlow, sink: () => sink };
}

async function rest(stream: ReadableStream<LanguageModelV4StreamPart>) {
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

function errorIn(parts: readonly LanguageModelV4StreamPart[]): ThorpError | undefined {
  const part = parts.find((candidate) => candidate.type === "error");
  return part?.error as ThorpError | undefined;
}

describe("opening", () => {
  test("gives up on a server that never begins to answer", async () => {
    let reject!: (error: Error) => void;
    const at = scene({ response: new Promise((_, no) => (reject = no)) });
    const opening = at.open();
    at.clock.advance(1000);
    expect(at.seen.destroyed).toBe(1);
    reject(new Error("socket hang up"));
    await expect(opening).rejects.toMatchObject({
      code: "model-unavailable",
      message: expect.stringContaining("within 1 s"),
    });
    expect(at.clock.waiting).toBe(0);
  });

  test("is cancelled while it waits, with the caller's reason", async () => {
    let reject!: (error: Error) => void;
    const at = scene({ response: new Promise((_, no) => (reject = no)) });
    const controller = new AbortController();
    const opening = at.open({ signal: controller.signal });
    controller.abort(new ThorpError("deadline", "too late"));
    reject(new Error("socket hang up"));
    await expect(opening).rejects.toMatchObject({ code: "deadline" });
  });

  test("reads the body of a refusal, within limits", async () => {
    const at = scene({ status: 404 });
    const opening = at.open();
    await Promise.resolve();
    at.sink().text('{"error":"no such model"}');
    at.clock.advance(5000);
    await expect(opening).rejects.toMatchObject({
      code: "model-unknown",
      message: expect.stringContaining("no such model"),
    });
    expect(at.seen.destroyed).toBe(1);
  });
});

describe("the flow", () => {
  test("hands parts on in the turn of the read, and its end", async () => {
    const at = scene();
    const { flow } = await at.openFlow();
    const heard: string[] = [];
    flow.start({ part: (part) => heard.push(part.type), end: () => heard.push("end") });
    at.sink().text("a");
    expect(heard).toEqual(["text-delta"]);
    at.sink().text("END");
    expect(heard).toEqual(["text-delta", "text-delta", "finish", "end"]);
  });

  test("says nothing more once it was stopped, not even of the read under way", async () => {
    const at = scene();
    const { flow } = await at.openFlow();
    const heard: string[] = [];
    const part = ({ type }: LanguageModelV4StreamPart) => {
      heard.push(type);
      flow.stop();
    };
    flow.start({ part, end: () => heard.push("end") });
    at.sink().text("END");
    at.sink().text("more");
    at.sink().end();
    expect(heard).toEqual(["text-delta"]);
    expect(at.seen.destroyed).toBe(1);
    expect(at.clock.waiting).toBe(0);
  });

  test("can be given up before it has begun", async () => {
    const at = scene();
    const { flow } = await at.openFlow();
    flow.stop();
    expect(at.seen.destroyed).toBe(1);
    expect(at.clock.waiting).toBe(0);
  });

  test("tells of an abort that came before it began", async () => {
    const at = scene();
    const controller = new AbortController();
    const { flow } = await at.openFlow({ signal: controller.signal });
    controller.abort(new ThorpError("deadline", "too late"));
    const heard: string[] = [];
    flow.start({ part: (part) => heard.push(part.type), end: () => heard.push("end") });
    expect(heard).toEqual(["error", "finish", "end"]);
  });
});

describe("the stream", () => {
  test("closes with the reply and lets the connection live for the next call", async () => {
    const at = scene();
    const { stream } = await at.open();
    at.sink().text("a");
    at.sink().text("END");
    at.sink().text("after the end");
    at.sink().end();
    expect((await rest(stream)).map((part) => part.type)).toEqual(["text-delta", "text-delta", "finish"]);
    expect(at.seen.destroyed).toBe(0);
    expect(at.clock.waiting).toBe(0);
  });

  test("closes a connection whose body does not end after the reply", async () => {
    const at = scene();
    await at.open();
    at.sink().text("END");
    at.clock.advance(1000);
    expect(at.seen.destroyed).toBe(1);
  });

  test("breaks off when the server falls silent, and not before", async () => {
    const at = scene();
    const { stream } = await at.open();
    at.clock.advance(999);
    at.sink().text("a");
    at.clock.advance(99);
    at.sink().text("b");
    at.clock.advance(99);
    expect(at.seen.destroyed).toBe(0);
    at.clock.advance(1);
    expect(at.seen.destroyed).toBe(1);
    const parts = await rest(stream);
    expect(errorIn(parts)?.message).toContain("fell silent");
    expect(parts.at(-1)?.type).toBe("finish");
  });

  test("turns a broken connection into an error part", async () => {
    const at = scene();
    const { stream } = await at.open();
    at.sink().fail(Object.assign(new Error("x"), { code: "ECONNRESET" }));
    at.sink().end();
    const parts = await rest(stream);
    expect(errorIn(parts)?.code).toBe("model-unavailable");
    expect(parts.map((part) => part.type)).toEqual(["error", "finish"]);
  });

  test("turns a reader that throws into an error part instead of an uncaught exception", async () => {
    const at = scene();
    const { stream } = await at.open({
      read() {
        throw new RangeError("Invalid string length");
      },
    });
    at.sink().text("x");
    expect(errorIn(await rest(stream))?.message).toContain("Invalid string length");
    expect(at.seen.destroyed).toBe(1);
  });

  test("ends with an error part when it is cancelled half-way", async () => {
    const at = scene();
    const controller = new AbortController();
    const { stream } = await at.open({ signal: controller.signal });
    at.sink().text("a");
    controller.abort();
    at.sink().text("b");
    const parts = await rest(stream);
    expect(parts.map((part) => part.type)).toEqual(["text-delta", "error", "finish"]);
    expect(errorIn(parts)?.code).toBe("cancelled");
    expect(at.seen.destroyed).toBe(1);
  });

  test("leaves no listener on the signal, which belongs to a whole run", async () => {
    const { signal } = new AbortController();
    for (const ending of ["reply", "cancel", "break"] as const) {
      const at = scene();
      const { stream } = await at.open({ signal });
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      if (ending === "reply") at.sink().text("END");
      else if (ending === "break") at.sink().fail(new Error("x"));
      else await stream.cancel();
      expect(getEventListeners(signal, "abort"), ending).toHaveLength(0);
    }
  });

  test("closes the connection when nobody reads on", async () => {
    const at = scene();
    const { stream } = await at.open();
    await stream.cancel();
    at.sink().text("a");
    at.sink().end();
    expect(at.seen.destroyed).toBe(1);
    expect(at.clock.waiting).toBe(0);
  });

  test("pauses the connection for a slow reader, and does not call that silence", async () => {
    const at = scene();
    const { stream } = await at.open();
    for (let i = 0; i < 64; i++) at.sink().text("a");
    expect(at.seen.paused).toBe(1);
    at.clock.advance(10_000);
    expect(at.seen.destroyed).toBe(0);
    const reader = stream.getReader();
    await reader.read();
    await new Promise(setImmediate);
    expect(at.seen.resumed).toBe(1);
    await reader.cancel();
  });
});
