/**
 * A short check of one model against its real server: that it streams, counts, calls tools, holds to a schema, reads to
 * the end of its window, and stops when it is told to. What it costs is bounded before each call.
 */
import type { Clock } from "../../base/clock.ts";
import { failureFrom } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import type { LanguageModelV4 } from "../language-model.ts";
import type { TestCheck } from "../model-tests.ts";
import { checkWindow } from "./check-window.ts";
import { type Heard, listen } from "./listen.ts";

export interface ModelUnderTest {
  readonly model: LanguageModelV4;
  readonly id: string;
  /** Tokens. */
  readonly context: number;
  readonly capabilities: readonly string[];
  readonly clock: Clock;
  /** The most that so many tokens can cost, in micro-dollars. */
  readonly priceOf: (inputTokens: number, outputTokens: number) => number;
  /** What a call cost, and who says so; undefined when nobody knows. */
  readonly costOf: (heard: Heard) => { readonly cost: number; readonly source: string } | undefined;
}

export interface TestLimits {
  /** Micro-dollars for the whole test. */
  readonly cost: number;
  /** Tokens of the longest prompt. */
  readonly tokens: number;
  readonly signal?: AbortSignal | undefined;
  readonly onCheck?: ((check: TestCheck) => void) | undefined;
}

export interface TestResult {
  readonly checks: readonly TestCheck[];
  readonly ok: boolean;
  /** Micro-dollars, as far as anybody knows. */
  readonly cost: number;
}

type Finding = Omit<TestCheck, "name">;
const ok = (detail: string): Finding => ({ state: "ok", detail });
const failed = (detail: string): Finding => ({ state: "failed", detail });
const missing = (detail: string): Finding => ({ state: "missing", detail });

/** One call of the test, with what is left to spend. */
export interface TestCalls {
  readonly subject: ModelUnderTest;
  readonly limits: TestLimits;
  /** Micro-dollars. */
  left(): number;
  hear(options: Parameters<typeof listen>[1], when?: Parameters<typeof listen>[2]): Promise<Heard>;
}

/** Never rejects for what the model does; rejects when the signal aborts. */
export async function testModel(subject: ModelUnderTest, limits: TestLimits): Promise<TestResult> {
  let spent = 0;
  const calls: TestCalls = {
    subject,
    limits,
    left: () => limits.cost - spent,
    async hear(options, when) {
      const heard = await listen(
        subject.model,
        { ...options, ...(limits.signal && { abortSignal: limits.signal }) },
        {
          ...when,
          clock: subject.clock,
        },
      );
      spent += subject.costOf(heard)?.cost ?? 0;
      return heard;
    },
  };
  const checks: TestCheck[] = [];
  for (const [name, check] of CHECKS) {
    limits.signal?.throwIfAborted();
    const finding = await check(calls).catch((error: unknown) => failed(failureFrom(error).message));
    limits.signal?.throwIfAborted();
    checks.push({ name, ...finding });
    limits.onCheck?.({ name, ...finding });
    // Nothing else can be learnt from a server that does not answer.
    if (name === "stream" && finding.state === "failed") break;
  }
  return { checks, ok: checks.every(({ state }) => state !== "failed"), cost: spent };
}

const CHECKS: readonly (readonly [name: string, check: (calls: TestCalls) => Promise<Finding>])[] = [
  ["stream", checkStream],
  ["usage", checkUsage],
  ["cost", checkCost],
  ["tools", checkTools],
  ["json schema", checkSchema],
  ["window", checkWindow],
  ["stop", checkStop],
];

const SAY_READY = "Answer with the single word: ready";

async function checkStream(calls: TestCalls): Promise<Finding> {
  const heard = await calls.hear({ text: SAY_READY, maxOutputTokens: 256 });
  if (heard.error !== undefined) return failed(failureFrom(heard.error).message);
  if (heard.text === "" && heard.reasoning === "") return failed("it answered without a word");
  const other = heard.answeredBy === undefined ? "" : `, as ${heard.answeredBy}`;
  return ok(`${heard.deltas} pieces, the first after ${heard.firstMs} ms${other}`);
}

async function checkUsage(calls: TestCalls): Promise<Finding> {
  const { finish } = await calls.hear({ text: SAY_READY, maxOutputTokens: 256 });
  const [input, output] = [finish?.usage.inputTokens.total, finish?.usage.outputTokens.total];
  return input === undefined || output === undefined
    ? failed("the server does not count: every call would be charged at its full reserve")
    : ok(`${input} tokens in, ${output} out`);
}

async function checkCost(calls: TestCalls): Promise<Finding> {
  const { subject } = calls;
  if (subject.priceOf(1000, 1000) === 0) return ok("free");
  const known = subject.costOf(await calls.hear({ text: SAY_READY, maxOutputTokens: 256 }));
  if (known === undefined)
    return failed("nobody says what a call costs: every one would be charged at its full reserve");
  return ok(`${known.cost} micro-dollars, from the ${known.source.replace("-", " ")}`);
}

async function checkTools(calls: TestCalls): Promise<Finding> {
  if (!calls.subject.capabilities.includes("tools")) return missing("the catalogue says that it calls none");
  const heard = await calls.hear({
    text: "Use the tool to add 2 and 3.",
    maxOutputTokens: 1024,
    tools: [
      {
        type: "function",
        name: "add",
        description: "Adds two numbers.",
        inputSchema: {
          type: "object",
          properties: { a: { type: "number" }, b: { type: "number" } },
          required: ["a", "b"],
          additionalProperties: false,
        },
      },
    ],
  });
  if (heard.error !== undefined) return failed(failureFrom(heard.error).message);
  const [call] = heard.toolCalls;
  if (call === undefined) return failed("it did not call the tool");
  const input = parseJson(call.input) as { readonly a?: unknown; readonly b?: unknown } | undefined;
  const isRight = call.toolName === "add" && typeof input?.a === "number" && typeof input.b === "number";
  return isRight ? ok(`add ${call.input}`) : failed(`it called ${call.toolName} ${call.input.slice(0, 200)}`);
}

async function checkSchema(calls: TestCalls): Promise<Finding> {
  if (!calls.subject.capabilities.includes("json")) return missing("the catalogue says that it holds to none");
  const heard = await calls.hear({
    text: "Name a colour and how many letters the word has.",
    maxOutputTokens: 1024,
    responseFormat: {
      type: "json",
      schema: {
        type: "object",
        properties: { colour: { type: "string" }, letters: { type: "integer" } },
        required: ["colour", "letters"],
        additionalProperties: false,
      },
    },
  });
  if (heard.error !== undefined) return failed(failureFrom(heard.error).message);
  const answer = parseJson(heard.text) as { readonly colour?: unknown; readonly letters?: unknown } | undefined;
  const isRight = typeof answer?.colour === "string" && typeof answer.letters === "number";
  return isRight
    ? ok(heard.text.trim().slice(0, 80))
    : failed(`it answered ${heard.text.trim().slice(0, 200) || "nothing"}`);
}

async function checkStop(calls: TestCalls): Promise<Finding> {
  const heard = await calls.hear(
    { text: "Count from 1 to 500, one number a line.", maxOutputTokens: 2048 },
    { stopAfterDeltas: 1 },
  );
  if (heard.error !== undefined && !heard.isStopped) return failed(failureFrom(heard.error).message);
  if (!heard.isStopped) return ok("it was done before it could be stopped");
  return heard.stopMs > 2000
    ? failed(`it went on for ${heard.stopMs} ms`)
    : ok(`ended ${heard.stopMs} ms after it was told to`);
}
