/** Streams as bad servers and proxies send them: what is readable is read, what is not is an error, never a guess. */
import { describe, expect, it } from "vitest";
import type { ServerReply } from "../../src/testing/scripted-server.ts";
import { ABOVE_COST, askFaulty, failuresOf, type Subject, soundPieces, subjects } from "./fault-bench.ts";
import type { FaultyReply } from "./fault-transport.ts";

const openAi = subjects.filter((subject) => subject !== "ollama");
const lookUp = { type: "function", name: "look_up", inputSchema: { type: "object" } } as const;
const sound: ServerReply = { text: ["It is ", "42."], usage: { input: 4, output: 3 } };

const chunk = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (fields: object, more: object = {}) => chunk({ choices: [{ index: 0, delta: fields, ...more }] });
const stop = delta({}, { finish_reason: "stop" });
const usage = (fields: unknown) => chunk({ choices: [], usage: fields });
const DONE = "data: [DONE]\n\n";
const said = delta({ content: "It is " }) + delta({ content: "42." });
const counted = usage({ prompt_tokens: 4, completion_tokens: 3 });
const whole = said + stop + counted + DONE;

/** Odd, but readable: the answer is the same, and costs what was counted. */
const readable: readonly (readonly [string, string])[] = [
  ["line ends of Windows", whole.replaceAll("\n", "\r\n")],
  ["a mark of byte order", `\uFEFF${whole}`],
  ["comments", `: OPENROUTER PROCESSING\n\n${whole.replaceAll("data:", ": ping\n\ndata:")}`],
  ["no space behind the colon", whole.replaceAll("data: ", "data:")],
  ["event names and ids", whole.replaceAll("data:", "id: 7\nevent: message\nretry: 100\ndata:")],
  ["no blank lines", whole.replaceAll("\n\n", "\n")],
  ["many blank lines", whole.replaceAll("\n\n", "\n\n\n\n")],
  ["no [DONE]", said + stop + counted],
  ["two [DONE]s", whole + DONE],
  ["words behind [DONE]", `${whole}data: trailing nonsense\n\n`],
  ["unknown fields", said.replaceAll('"index":0', '"index":0,"logprobs":null,"x":{"y":[1]}') + stop + counted + DONE],
  ["choices that are null", chunk({ choices: null }) + whole],
  ["choices that are empty", chunk({ choices: [] }) + whole],
  ["no choices", chunk({ object: "prompt.progress" }) + whole],
  ["a delta that is null", delta(null as never) + whole],
  ["content that is null", delta({ role: "assistant", content: null }) + whole],
  [
    "content in pieces",
    delta({
      content: [
        { type: "text", text: "It is " },
        { type: "text", text: "42." },
      ],
    }) +
      stop +
      counted +
      DONE,
  ],
  ["several choices", said.replaceAll("]}", ',{"index":1,"delta":{"content":"NO"}}]}') + stop + counted + DONE],
  [
    "a message instead of deltas",
    chunk({
      choices: [{ message: { content: "It is 42." }, finish_reason: "stop" }],
      usage: { prompt_tokens: 4, completion_tokens: 3 },
    }) + DONE,
  ],
  [
    "JSON instead of a stream",
    JSON.stringify({
      choices: [{ message: { content: "It is 42." }, finish_reason: "stop" }],
      usage: { prompt_tokens: 4, completion_tokens: 3 },
    }),
  ],
  [
    "pretty JSON",
    JSON.stringify(
      {
        choices: [{ message: { content: "It is 42." }, finish_reason: "stop" }],
        usage: { prompt_tokens: 4, completion_tokens: 3 },
      },
      null,
      2,
    ),
  ],
  ["usage twice", said + stop + counted + counted + DONE],
  [
    "usage in every chunk",
    said.replaceAll("]}", '],"usage":{"prompt_tokens":4,"completion_tokens":1}}') + stop + counted + DONE,
  ],
  [
    "usage with the reason",
    said +
      chunk({ choices: [{ delta: {}, finish_reason: "stop" }], usage: { prompt_tokens: 4, completion_tokens: 3 } }) +
      DONE,
  ],
  ["usage that is null", said.replaceAll("]}", '],"usage":null}') + stop + counted + DONE],
  ["an error that is null", said.replaceAll("]}", '],"error":null}') + stop + counted + DONE],
  ["no reason to finish", said + counted + DONE],
  ["an unknown reason", said + delta({}, { finish_reason: "because" }) + counted + DONE],
  ["the reason twice", said + stop + stop + counted + DONE],
  [
    "a line of a megabyte",
    said.replaceAll('"index":0', `"index":0,"padding":"${"x".repeat(1 << 20)}"`) + stop + counted + DONE,
  ],
  ["pings by the thousand", `${": ping\n\n".repeat(5000)}${whole}`],
  ["another model's name", said.replaceAll('{"choices"', '{"model":"gpt-0-cheap","choices"') + stop + counted + DONE],
  [
    "a creation in the year 58491",
    said.replaceAll('{"choices"', '{"created":1783000000000,"choices"') + stop + counted + DONE,
  ],
  [
    "a creation that is a text",
    said.replaceAll('{"choices"', '{"created":"now","id":7,"choices"') + stop + counted + DONE,
  ],
];

describe.each(openAi)("a stream of %s with", (subject) => {
  it.each(readable)("%s is read", async (_what, body) => {
    const told = await askFaulty(subject, () => ({ body }), { alone: true });
    expect(told.outcome).toMatchObject({ ok: true, text: "It is 42.", model: "near", costMicro: 10 });
    expect([told.shown, told.spent, told.stillReserved, told.network.requests.length]).toEqual(["It is 42.", 10, 0, 1]);
  });
});

/** What was counted wrongly is not believed; then the reserve stands. */
const counts: readonly (readonly [string, unknown, number | "reserve"])[] = [
  ["missing", undefined, "reserve"],
  ["null", null, "reserve"],
  ["empty", {}, "reserve"],
  ["half", { prompt_tokens: 4 }, "reserve"],
  ["negative", { prompt_tokens: -4, completion_tokens: 3 }, "reserve"],
  ["a text", { prompt_tokens: "4", completion_tokens: "3" }, "reserve"],
  ["beyond all", { prompt_tokens: 1e15, completion_tokens: 3 }, "reserve"],
  ["beyond numbers", { prompt_tokens: 4, completion_tokens: 1e308 }, "reserve"],
  ["zero", { prompt_tokens: 0, completion_tokens: 0 }, 0],
  ["a cost", { prompt_tokens: 4, completion_tokens: 3, cost: 0.000_02 }, 20],
  ["a negative cost", { prompt_tokens: 4, completion_tokens: 3, cost: -1 }, 10],
  ["a cost that is a text", { prompt_tokens: 4, completion_tokens: 3, cost: "free" }, 10],
  [
    "more from the cache than in all",
    { prompt_tokens: 4, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 900 } },
    10,
  ],
  [
    "details that are null",
    { prompt_tokens: 4, completion_tokens: 3, prompt_tokens_details: null, completion_tokens_details: null },
    10,
  ],
  [
    "more thoughts than words",
    { prompt_tokens: 4, completion_tokens: 3, completion_tokens_details: { reasoning_tokens: 77 } },
    10,
  ],
];

describe.each(openAi)("usage of %s that is", (subject) => {
  it.each(counts)("%s", async (_what, fields, cost) => {
    const body = said + stop + (fields === undefined ? "" : usage(fields)) + DONE;
    const told = await askFaulty(subject, () => ({ body }), { alone: true });
    expect(told.outcome).toMatchObject({ ok: true, text: "It is 42." });
    expect(told.spent).toBe(cost === "reserve" ? told.reserve : cost);
    expect(told.stillReserved).toBe(0);
    for (const tokens of Object.values(told.outcome.ok ? told.outcome.usage : {}))
      expect(tokens).toBeGreaterThanOrEqual(0);
  });
});

/** Unreadable: an error, and the next tier answers. */
const unreadable: readonly (readonly [string, FaultyReply, string, number])[] = [
  [
    "a page of HTML",
    { headers: { "content-type": "text/html" }, body: "<!doctype html><title>Login</title>" },
    "model-unavailable",
    3,
  ],
  ["plain text", { headers: { "content-type": "text/plain" }, body: "It is 42." }, "model-unavailable", 3],
  ["nothing", { body: "" }, "model-unavailable", 3],
  ["space", { body: "\n\n   \n" }, "model-unavailable", 3],
  [
    "bytes of gzip",
    { headers: { "content-encoding": "gzip" }, body: "\u001f\uFFFD\b\u0000\u0000\uFFFD\uFFFD" },
    "model-unavailable",
    3,
  ],
  ["pings only", { body: ": ping\n\n".repeat(100) }, "model-unavailable", 3],
  ["pings only, and then silence", { body: ": ping\n\n", after: "silence" }, "model-unavailable", 3],
  ["a chunk that is no JSON", { body: "data: It is 42.\n\n" }, "model-output", 3],
  ["a chunk of half a JSON, and then more", { body: `data: {"choices":[{"del\n\n${whole}` }, "model-output", 3],
  ["an error alone", { body: chunk({ error: { message: "upstream is gone", code: 502 } }) }, "model-unavailable", 3],
  ["an error named as one", { body: `event: error\n${chunk({ message: "overloaded" })}` }, "model-unavailable", 3],
  ["an error that is a text", { body: said + chunk({ error: "boom" }) }, "model-unavailable", 3],
  ["a bare error behind words", { body: `${said}{"error":{"message":"boom","code":500}}\n` }, "model-unavailable", 3],
  [
    "no credit half-way",
    { body: said + chunk({ error: { message: "Insufficient credits", code: 402 } }) },
    "model-refused",
    1,
  ],
  [
    "a limit of rate half-way",
    { body: said + chunk({ error: { message: "slow down", code: 429 } }) },
    "rate-limited",
    3,
  ],
  [
    "a wrong key half-way",
    { body: said + chunk({ error: { message: "no such key", type: "authentication_error" } }) },
    "model-refused",
    1,
  ],
  [
    "the end of the window half-way",
    { body: said + chunk({ error: { message: "context length exceeded", code: 400 } }) },
    "context-length",
    2,
  ],
  ["a reason that is an error", { body: said + delta({}, { finish_reason: "error" }) + DONE }, "model-output", 3],
  ["an empty object", { body: "{}" }, "model-unavailable", 3],
  ["a list of models", { body: '{"object":"list","data":[{"id":"m"}]}' }, "model-unavailable", 3],
];

describe.each(openAi)("an answer of %s that is", (subject) => {
  it.each(unreadable)("%s", async (_what, fault, code, tries) => {
    const told = await askFaulty(subject, () => fault);
    expect(failuresOf(told).map((failure) => failure.code)).toEqual(Array.from({ length: tries }, () => code));
    expect(told.outcome).toMatchObject({ ok: true, text: "From above." });
    const amounts = told.events.flatMap((event) => (event.type === "budget-reserve" ? [event.amount] : []));
    expect(told.spent).toBe(amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0) + ABOVE_COST);
    expect(told.stillReserved).toBe(0);
    const spoke = typeof fault.body === "string" && fault.body.startsWith(said);
    for (const { text } of failuresOf(told)) expect(text, "what was said is kept").toBe(spoke ? "It is 42." : "");
  });
});

const call = (fields: object) => delta({ tool_calls: [fields] });
const fn = (name: string | null, args: unknown) => ({
  function: { ...(name === null ? {} : { name }), arguments: args },
});
const ended = delta({}, { finish_reason: "tool_calls" }) + counted + DONE;

/** Tool calls as servers send them, and what they are. */
const calls: readonly (readonly [string, string, readonly (readonly [string, unknown])[]])[] = [
  [
    "no ids",
    call({ index: 0, ...fn("look_up", '{"q":1}') }) + call({ index: 1, ...fn("look_up", '{"q":2}') }),
    [
      ["look_up", { q: 1 }],
      ["look_up", { q: 2 }],
    ],
  ],
  [
    "one id for all",
    call({ index: 0, id: "x", ...fn("look_up", '{"q":1}') }) + call({ index: 1, id: "x", ...fn("look_up", '{"q":2}') }),
    [
      ["look_up", { q: 1 }],
      ["look_up", { q: 2 }],
    ],
  ],
  [
    "one index for all",
    call({ index: 0, id: "a", ...fn("look_up", '{"q":1}') }) + call({ index: 0, id: "b", ...fn("look_up", '{"q":2}') }),
    [
      ["look_up", { q: 1 }],
      ["look_up", { q: 2 }],
    ],
  ],
  [
    "no index",
    call({ id: "a", ...fn("look_up", '{"q":1}') }) + call({ id: "b", ...fn("look_up", '{"q":2}') }),
    [
      ["look_up", { q: 1 }],
      ["look_up", { q: 2 }],
    ],
  ],
  [
    "empty ids in the pieces",
    call({ index: 0, id: "a", ...fn("look_up", '{"q"') }) + call({ index: 0, id: "", ...fn("", ":1}") }),
    [["look_up", { q: 1 }]],
  ],
  [
    "the name again in every piece",
    call({ index: 0, id: "a", ...fn("look_up", '{"q"') }) + call({ index: 0, id: "a", ...fn("look_up", ":1}") }),
    [["look_up", { q: 1 }]],
  ],
  ["arguments that are an object", call({ index: 0, id: "a", ...fn("look_up", { q: 1 }) }), [["look_up", { q: 1 }]]],
  ["no arguments", call({ index: 0, id: "a", function: { name: "look_up" } }), [["look_up", {}]]],
  ["arguments that are null", call({ index: 0, id: "a", ...fn("look_up", null) }), [["look_up", {}]]],
  ["no name", call({ index: 0, id: "a", ...fn(null, '{"q":1}') }), [["", { q: 1 }]]],
  [
    "no function",
    call({ index: 0, id: "a" }) + call({ index: 1, id: "b", ...fn("look_up", '{"q":2}') }),
    [
      ["", {}],
      ["look_up", { q: 2 }],
    ],
  ],
  [
    "a null among them",
    delta({ tool_calls: [null, { index: 0, id: "a", ...fn("look_up", '{"q":1}') }] }),
    [["look_up", { q: 1 }]],
  ],
  [
    "a list that is null",
    delta({ tool_calls: null }) + call({ index: 0, id: "a", ...fn("look_up", '{"q":1}') }),
    [["look_up", { q: 1 }]],
  ],
  [
    "pieces in turns",
    call({ index: 0, id: "a", ...fn("look_up", '{"q"') }) +
      call({ index: 1, id: "b", ...fn("look_up", '{"q"') }) +
      call({ index: 0, ...fn(null, ":1}") }) +
      call({ index: 1, ...fn(null, ":2}") }),
    [
      ["look_up", { q: 1 }],
      ["look_up", { q: 2 }],
    ],
  ],
  [
    "a late name",
    call({ index: 0, id: "a" }) + call({ index: 0, ...fn("look_up", "") }) + call({ index: 0, ...fn(null, '{"q":1}') }),
    [["look_up", { q: 1 }]],
  ],
  [
    "an index that is a text",
    call({ index: "0" as never, id: "a", ...fn("look_up", '{"q"') }) +
      call({ index: "0" as never, ...fn(null, ":1}") }),
    [["look_up", { q: 1 }]],
  ],
];

describe.each(openAi)("tool calls of %s with", (subject) => {
  it.each(calls)("%s", async (_what, body, wanted) => {
    const told = await askFaulty(subject, () => ({ body: body + ended }), { alone: true, tools: [lookUp] });
    if (!told.outcome.ok) throw new Error(told.outcome.failure.message);
    expect(told.outcome.toolCalls.map(({ tool, input }) => [tool, JSON.parse(input)])).toEqual(wanted);
    const ids = told.outcome.toolCalls.map(({ id }) => id);
    expect([new Set(ids).size, ids.includes("")]).toEqual([ids.length, false]);
    expect(told.spent).toBe(10);
  });
});

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const word = (content: unknown, more: object = {}) =>
  line({ model: "m", message: { role: "assistant", content, ...more }, done: false });
const last = (more: object = {}) =>
  line({
    model: "m",
    message: { role: "assistant", content: "" },
    done: true,
    done_reason: "stop",
    prompt_eval_count: 4,
    eval_count: 3,
    ...more,
  });
const spoken = word("It is ") + word("42.");

describe("lines of ollama with", () => {
  const told = (body: string, fault: FaultyReply = {}) =>
    askFaulty("ollama", () => ({ ...fault, body }), { alone: true, tools: [lookUp] });
  it.each([
    ["line ends of Windows", (spoken + last()).replaceAll("\n", "\r\n")],
    ["a mark of byte order", `\uFEFF${spoken}${last()}`],
    ["blank lines", (spoken + last()).replaceAll("\n", "\n\n\n")],
    ["no end of the last line", (spoken + last()).trimEnd()],
    ["lines behind the last", spoken + last() + word("NO")],
    ["unknown fields", spoken.replaceAll('"done"', '"x":{"y":1},"done"') + last()],
    ["a message that is null", line({ message: null, done: false }) + spoken + last()],
    ["no message", line({ done: false }) + spoken + last()],
    ["content that is null", word(null) + spoken + last()],
    ["content that is a number", word(7) + spoken + last()],
    ["an error that is null", spoken.replaceAll('"done"', '"error":null,"done"') + last()],
    ["another model's name", (spoken + last()).replaceAll('"m"', '"other"')],
    ["a time that is none", spoken.replaceAll('"done"', '"created_at":"yesterday","done"') + last()],
    ["the answer in one line", last({ message: { role: "assistant", content: "It is 42." } })],
    ["an unknown reason", spoken + last({ done_reason: "load" })],
  ])("%s are read", async (_what, body) => {
    const { outcome, spent, stillReserved } = await told(body);
    expect(outcome).toMatchObject({ ok: true, text: "It is 42.", costMicro: 10 });
    expect([spent, stillReserved]).toEqual([10, 0]);
  });

  it.each<[string, object, number | "reserve"]>([
    ["no counts", { prompt_eval_count: undefined, eval_count: undefined }, "reserve"],
    ["half the counts", { prompt_eval_count: undefined }, "reserve"],
    ["negative counts", { prompt_eval_count: -1 }, "reserve"],
    ["counts that are texts", { eval_count: "3" }, "reserve"],
    ["counts beyond all", { eval_count: 1e15 }, "reserve"],
  ])("%s leave the reserve", async (_what, more, _cost) => {
    const { outcome, spent, reserve } = await told(spoken + last(more));
    expect(outcome).toMatchObject({ ok: true, text: "It is 42." });
    expect(spent).toBe(reserve);
  });

  it.each<[string, string, FaultyReply, string]>([
    [
      "a page of HTML",
      "<html><title>Login</title></html>",
      { headers: { "content-type": "text/html" } },
      "model-unavailable",
    ],
    ["plain text", "It is 42.\n", {}, "model-output"],
    ["nothing", "", {}, "model-unavailable"],
    ["bytes of gzip", "\u001f\uFFFD\b\n", { headers: { "content-encoding": "gzip" } }, "model-output"],
    ["silence", spoken, { after: "silence" }, "model-unavailable"],
    [
      "an error half-way",
      `${spoken}{"error":"an error was encountered while running the model: unexpected EOF"}\n`,
      {},
      "model-unavailable",
    ],
    ["a line of half a JSON, and then more", `{"message":{"con\n${spoken}${last()}`, {}, "model-output"],
    ["null", "null\n", {}, "model-output"],
    ["numbers", "1\n2\n", {}, "model-output"],
  ])("%s are an error", async (_what, body, fault, code) => {
    const all = await askFaulty("ollama", () => ({ ...fault, body }));
    expect(failuresOf(all).map((failure) => failure.code)).toEqual([code, code, code]);
    expect(all.outcome).toMatchObject({ ok: true, text: "From above." });
    expect(all.stillReserved).toBe(0);
  });

  it.each<[string, unknown, readonly (readonly [string, unknown])[]]>([
    [
      "no ids",
      [{ function: { name: "look_up", arguments: { q: 1 } } }, { function: { name: "look_up", arguments: { q: 2 } } }],
      [
        ["look_up", { q: 1 }],
        ["look_up", { q: 2 }],
      ],
    ],
    [
      "one id for all",
      [
        { id: "x", function: { name: "look_up", arguments: { q: 1 } } },
        { id: "x", function: { name: "look_up", arguments: { q: 2 } } },
      ],
      [
        ["look_up", { q: 1 }],
        ["look_up", { q: 2 }],
      ],
    ],
    ["arguments in a text", [{ function: { name: "look_up", arguments: '{"q":1}' } }], [["look_up", { q: 1 }]]],
    ["no arguments", [{ function: { name: "look_up" } }], [["look_up", {}]]],
    ["arguments that are null", [{ function: { name: "look_up", arguments: null } }], [["look_up", {}]]],
    ["no name", [{ function: { arguments: { q: 1 } } }], [["", { q: 1 }]]],
    [
      "no function",
      [{}, null, { function: null }],
      [
        ["", {}],
        ["", {}],
      ],
    ],
  ])("tool calls with %s are read", async (_what, tool_calls, wanted) => {
    const { outcome } = await told(word("", { tool_calls }) + last());
    if (!outcome.ok) throw new Error(outcome.failure.message);
    expect(outcome.toolCalls.map(({ tool, input }) => [tool, JSON.parse(input)])).toEqual(wanted);
    const ids = outcome.toolCalls.map(({ id }) => id);
    expect([new Set(ids).size, ids.includes("")]).toEqual([ids.length, false]);
  });
});

describe.each(subjects)("nobody answers at %s", (subject: Subject) => {
  it.each([
    ["ECONNREFUSED", /nothing listens there/, true],
    ["ENOTFOUND", /host name is unknown/, true],
    ["EHOSTUNREACH", /no route/, true],
    ["ECONNRESET", /closed the connection/, false],
    ["ETIMEDOUT", /did not answer in time/, false],
    ["EPIPE", /closed the connection/, false],
    ["silence", /did not begin to answer/, false],
  ])("%s", async (refused, words, free) => {
    const told = await askFaulty(subject, () => ({ refused }));
    expect(told.outcome).toMatchObject({ ok: true, text: "From above." });
    expect(failuresOf(told)).toHaveLength(3);
    for (const failure of failuresOf(told))
      expect(failure).toMatchObject({ code: "model-unavailable", message: expect.stringMatching(words) });
    const amounts = told.events.flatMap((event) => (event.type === "budget-reserve" ? [event.amount] : []));
    expect(told.spent).toBe((free ? 0 : amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0)) + ABOVE_COST);
    expect(told.stillReserved).toBe(0);
  });

  it("with a sound reply the next time it does", async () => {
    const told = await askFaulty(
      subject,
      (at) => (at === 0 ? { refused: "ECONNREFUSED" } : { body: soundPieces(subject, sound) }),
      { alone: true },
    );
    expect(told.outcome).toMatchObject({ ok: true, text: "It is 42.", costMicro: 10 });
    expect(told.spent).toBe(10);
  });
});
