import { describe, expect, test } from "vitest";
import { type ErrorCode, ThorpError } from "../../base/errors.ts";
import {
  type CallTarget,
  errorFromAbort,
  errorFromNetwork,
  errorFromResponse,
  errorFromStream,
} from "./call-errors.ts";

const target: CallTarget = {
  provider: "openrouter",
  model: "a/b",
  url: new URL("https://user:pass@example.org/api/v1/chat/completions"),
  secret: "sk-secret-1234",
};
const NOW = 1_800_000_000_000;

function refused(status: number, body = "", headers: Record<string, string> = {}) {
  return errorFromResponse(target, { status, body, headers }, NOW);
}

describe("a response that is not 2xx", () => {
  test.each<[number, string, ErrorCode]>([
    [400, '{"error":{"message":"unknown parameter"}}', "model-refused"],
    [400, '{"error":{"message":"This model\'s maximum context length is 8192 tokens"}}', "context-length"],
    [400, '{"error":{"code":"context_length_exceeded","message":"too long"}}', "context-length"],
    [401, "", "model-refused"],
    [403, "", "model-refused"],
    [402, "", "model-refused"],
    [404, "", "model-unknown"],
    [408, "", "model-unavailable"],
    [413, "", "context-length"],
    [422, "prompt is too long: 9000 tokens", "context-length"],
    [429, "", "rate-limited"],
    [429, '{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}', "model-refused"],
    [500, "", "model-unavailable"],
    [500, '{"error":"model requires more system memory (9 GiB) than is available"}', "model-refused"],
    [503, '{"error":{"message":"Loading model"}}', "model-unavailable"],
    [529, "overloaded", "model-unavailable"],
    [307, "", "model-refused"],
  ])("%i %s is %s", (status, body, code) => {
    expect(refused(status, body).code).toBe(code);
  });

  test("says who answered what, without the key", () => {
    const error = refused(401, '{"error":{"message":"Incorrect API key: sk-secret-1234"}}');
    expect(error.message).toBe("openrouter/a/b answered 401: Incorrect API key: [key]");
    expect(error.hint).toContain("thorp doctor");
  });

  test("carries the time to wait, for limits and for servers that are busy", () => {
    expect(refused(429, "", { "retry-after": "7" }).retryAfterMs).toBe(7000);
    expect(refused(503, "", { "retry-after": "2" }).retryAfterMs).toBe(2000);
    expect("retryAfterMs" in refused(429)).toBe(false);
  });

  test("hints at credits when they are used up", () => {
    expect(refused(402).hint).toContain("Add credits at example.org");
  });

  test("names where a redirect leads and does not follow", () => {
    expect(refused(301, "", { location: "https://elsewhere.example/" }).message).toContain(
      "https://elsewhere.example/",
    );
  });

  test("knows the wordings of its own server", () => {
    const own = { ...target, contextErrors: [/no room left/] };
    expect(errorFromResponse(own, { status: 400, body: "no room left", headers: {} }, NOW).code).toBe("context-length");
    expect(refused(400, "no room left").code).toBe("model-refused");
  });
});

describe("an error in the middle of a stream", () => {
  test.each<[string, string, ErrorCode]>([
    ["rate_limit_exceeded", "slow down", "rate-limited"],
    ["authentication_error", "who are you", "model-refused"],
    ["content_filter", "no", "model-refused"],
    ["server_error", "boom", "model-unavailable"],
    ["", "something odd", "model-unavailable"],
    ["", "exceeds the context window", "context-length"],
  ])("%s: %s is %s", (kind, text, code) => {
    expect(errorFromStream(target, { kind, text }).code).toBe(code);
  });
});

describe("no response", () => {
  test.each([
    ["ECONNREFUSED", "nothing listens there"],
    ["ENOTFOUND", "the host name is unknown"],
    ["ECONNRESET", "closed the connection"],
    ["EWHATEVER", "cannot be reached: boom"],
  ])("%s", (code, words) => {
    const error = errorFromNetwork(target, Object.assign(new Error("boom"), { code }));
    expect(error.code).toBe("model-unavailable");
    expect(error.message).toContain(words);
    expect(error.message).not.toContain("pass");
  });

  test("finds the reason inside what fetch and happy eyeballs wrap", () => {
    const refusedError = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    expect(errorFromNetwork(target, new TypeError("fetch failed", { cause: refusedError })).message).toContain(
      "nothing listens",
    );
    expect(errorFromNetwork(target, new AggregateError([refusedError])).message).toContain("nothing listens");
  });
});

describe("an abort", () => {
  test("keeps the caller's own error", () => {
    const deadline = new ThorpError("deadline", "too late");
    expect(errorFromAbort(target, AbortSignal.abort(deadline))).toBe(deadline);
    expect(errorFromAbort(target, AbortSignal.abort()).code).toBe("cancelled");
  });
});
