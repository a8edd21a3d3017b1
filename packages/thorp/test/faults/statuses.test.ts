/** Every status that a server can answer with, in the words of every kind of server. */
import { describe, expect, it } from "vitest";
import { ABOVE_COST, askFaulty, failuresOf, type Subject, soundPieces, subjects } from "./fault-bench.ts";

interface Refusal {
  readonly what: string;
  readonly status: number;
  readonly body: string;
  readonly code: string;
  /** Tries of the faulty model. */
  readonly tries: number;
  /** The server may have worked on it: the reserve counts. */
  readonly mayCost?: boolean;
}

const error = (message: string, more: object = {}) => JSON.stringify({ error: { message, ...more } });
const HTML = "<html><head><title>Bad gateway</title></head><body><h1>nginx</h1></body></html>";

const refusals: readonly Refusal[] = [
  {
    what: "a bad parameter",
    status: 400,
    body: error("Unknown parameter: 'frobnicate'"),
    code: "model-refused",
    tries: 1,
  },
  { what: "an empty body", status: 400, body: "", code: "model-refused", tries: 1 },
  { what: "plain text", status: 400, body: "bad request", code: "model-refused", tries: 1 },
  {
    what: "an error that is a text",
    status: 400,
    body: '{"error":"invalid model name"}',
    code: "model-refused",
    tries: 1,
  },
  {
    what: "details in a list",
    status: 422,
    body: '{"detail":[{"loc":["body","messages"],"msg":"field required"}]}',
    code: "model-refused",
    tries: 1,
  },
  { what: "JSON of no known form", status: 400, body: "[1,2,3]", code: "model-refused", tries: 1 },
  { what: "broken JSON", status: 400, body: '{"error":{"message":"half', code: "model-refused", tries: 1 },
  { what: "null", status: 400, body: "null", code: "model-refused", tries: 1 },
  {
    what: "a wrong key",
    status: 401,
    body: error("Incorrect API key provided: sk-secret-0123456789"),
    code: "model-refused",
    tries: 1,
  },
  {
    what: "no credit",
    status: 402,
    body: error("Insufficient credits", { code: 402 }),
    code: "model-refused",
    tries: 1,
  },
  { what: "no permission", status: 403, body: error("Your region is not allowed"), code: "model-refused", tries: 1 },
  {
    what: "moderation",
    status: 403,
    body: error("Input was flagged", { metadata: { reasons: ["violence"] } }),
    code: "model-refused",
    tries: 1,
  },
  {
    what: "a model that is not there",
    status: 404,
    body: error("The model `m` does not exist", { code: "model_not_found" }),
    code: "model-unknown",
    tries: 1,
  },
  { what: "a path that is not there", status: 404, body: "404 page not found", code: "model-unknown", tries: 1 },
  { what: "a wrong method", status: 405, body: "", code: "model-refused", tries: 1 },
  { what: "a time-out", status: 408, body: "", code: "model-unavailable", tries: 3, mayCost: true },
  { what: "a conflict", status: 409, body: error("The model is being loaded"), code: "model-unavailable", tries: 3 },
  { what: "too much", status: 413, body: "Request Entity Too Large", code: "context-length", tries: 2 },
  { what: "too early", status: 425, body: "", code: "model-unavailable", tries: 3 },
  { what: "too many", status: 429, body: error("Rate limit reached"), code: "rate-limited", tries: 3 },
  {
    what: "an internal error",
    status: 500,
    body: error("The server had an error"),
    code: "model-unavailable",
    tries: 3,
    mayCost: true,
  },
  {
    what: "a crashed runner",
    status: 500,
    body: '{"error":"llama runner process has terminated: exit status 2"}',
    code: "model-unavailable",
    tries: 3,
    mayCost: true,
  },
  {
    what: "no memory",
    status: 500,
    body: '{"error":"model requires more system memory (48.0 GiB) than is available (7.5 GiB)"}',
    code: "model-refused",
    tries: 1,
  },
  { what: "not implemented", status: 501, body: "", code: "model-refused", tries: 1 },
  { what: "a proxy's page", status: 502, body: HTML, code: "model-unavailable", tries: 3, mayCost: true },
  {
    what: "a page of megabytes",
    status: 502,
    body: `<html><title>Down</title>${"x".repeat(3_000_000)}`,
    code: "model-unavailable",
    tries: 3,
    mayCost: true,
  },
  {
    what: "loading",
    status: 503,
    body: error("Loading model", { type: "unavailable_error", code: 503 }),
    code: "model-unavailable",
    tries: 3,
  },
  { what: "a gateway's time-out", status: 504, body: "", code: "model-unavailable", tries: 3, mayCost: true },
  {
    what: "overload",
    status: 529,
    body: error("Overloaded", { type: "overloaded_error" }),
    code: "model-unavailable",
    tries: 3,
  },
  { what: "a redirect", status: 302, body: "", code: "model-refused", tries: 1 },
  { what: "a status that is none", status: 999, body: "", code: "model-unavailable", tries: 3, mayCost: true },
];

/** How each kind of server says that a prompt is too long. */
const tooLong: readonly (readonly [Subject, number, string])[] = [
  [
    "openai",
    400,
    error("This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.", {
      code: "context_length_exceeded",
    }),
  ],
  [
    "openai",
    400,
    error("Input tokens exceed the configured limit of 272000 tokens.", { code: "context_length_exceeded" }),
  ],
  [
    "openrouter",
    400,
    error("This endpoint's maximum context length is 8192 tokens. However, you requested about 9000 tokens.", {
      code: 400,
    }),
  ],
  [
    "openrouter",
    400,
    error("Provider returned error", {
      code: 400,
      metadata: {
        raw: '{"error":{"message":"prompt is too long: 9000 tokens > 8192 maximum"}}',
        provider_name: "Anthropic",
      },
    }),
  ],
  ["litellm", 400, error("litellm.ContextWindowExceededError: ContextWindowExceededError: OpenAIException - too long")],
  [
    "vllm",
    400,
    '{"object":"error","message":"This model\'s maximum context length is 4096 tokens. However, you requested 5000 tokens (4000 in the messages, 1000 in the completion).","type":"BadRequestError","code":400}',
  ],
  [
    "vllm",
    400,
    '{"object":"error","message":"The prompt (total length 9000) is too long to fit into the model (total length 4096).","type":"BadRequestError","code":400}',
  ],
  [
    "vllm",
    400,
    '{"error":{"message":"The decoder prompt (length 9000) is longer than the maximum model length of 4096.","type":"BadRequestError","code":400}}',
  ],
  [
    "vllm",
    400,
    error(
      "'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 4096 tokens and your request has 900 input tokens",
    ),
  ],
  [
    "llama-server",
    400,
    error("the request exceeds the available context size (4096 tokens), try increasing it", {
      code: 400,
      type: "exceed_context_size_error",
      n_ctx: 4096,
    }),
  ],
  ["llama-server", 500, error("context size has been exceeded", { code: 500, type: "server_error" })],
  ["llama-server", 500, error("input is too large to process. increase the physical batch size", { code: 500 })],
  ["ollama", 400, '{"error":"the input length exceeds the context length"}'],
  ["ollama", 400, '{"error":"input length exceeds maximum context length"}'],
  ["ollama", 500, '{"error":"prompt too long; exceeded max context length by 120 tokens"}'],
];

describe.each(subjects)("%s answers", (subject) => {
  it.each(refusals)("$status, $what", async ({ status, body, code, tries, mayCost = false }) => {
    const told = await askFaulty(subject, () => ({ status, body }));
    expect(told.outcome).toMatchObject({ ok: true, text: "From above.", model: "above" });
    const failures = failuresOf(told);
    expect(failures.map((failure) => failure.code)).toEqual(Array.from({ length: tries }, () => code));
    for (const { message } of failures) {
      expect(message).toMatch(/^(?:openai|openrouter|litellm|vllm|llama-server|ollama)\/m (?:answered|redirects)/);
      expect(message).not.toContain("sk-secret");
      expect(message.length).toBeLessThan(700);
    }
    expect(told.stillReserved).toBe(0);
    expect(told.spent, "what the reserve is settled at").toBe(ABOVE_COST + (mayCost ? reservesOf(told) : 0));
    expect(told.network.requests).toHaveLength(tries);
  });
});

function reservesOf(told: Awaited<ReturnType<typeof askFaulty>>): number {
  const amounts = told.events.flatMap((event) => (event.type === "budget-reserve" ? [event.amount] : []));
  return amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0);
}

describe("a prompt that does not fit", () => {
  it.each(tooLong)("in the words of %s, %i %.90s", async (subject, status, body) => {
    const sound = { text: "It fits.", usage: { input: 4, output: 3 } };
    const told = await askFaulty(subject, (at) =>
      at === 0 ? { status, body } : { body: soundPieces(subject, sound) },
    );
    expect(failuresOf(told)).toMatchObject([{ code: "context-length" }]);
    expect(told.outcome, "shortened once, then it fits").toMatchObject({ ok: true, model: "near", text: "It fits." });
    expect(told.spent).toBe(10);
  });
});
