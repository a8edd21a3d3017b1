import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import type { Effect } from "../../base/intent.ts";
import type { Artifact } from "../../events/task-result.ts";
import { createKnownUrls } from "../../guard/known-urls.ts";
import { createSecretFilter } from "../../guard/secret-filter.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../../tools/tool.ts";
import { createTestWorld, type TestWorldOptions, until } from "../test-world.ts";
import { createCallTools } from "./call-tools.ts";
import type { ToolOutcome, ToolTurn } from "./tool-call.ts";

const KEY = "zq-key-0123456789";

interface Made extends Partial<Pick<Tool, "repeatable" | "timeoutMs">> {
  readonly effect?: Effect;
  readonly urls?: readonly string[];
  readonly run?: (input: { readonly text: string }, context: ToolContext) => unknown;
}

/** A tool `do_it` with one text; gives it back unless told otherwise. */
function made({
  effect = "none",
  urls,
  run = ({ text }) => ({ ok: true, text }),
  repeatable = true,
  ...rest
}: Made = {}): Tool {
  return defineTool({
    name: "do_it",
    capability: "doing",
    description: "",
    examples: [],
    input: z.object({ text: z.string(), count: z.number().int().default(1) }),
    effect,
    repeatable,
    cacheable: false,
    describe: ({ text }) => ({ effect, summary: `do ${text}`, paths: ["/work/a.md"], ...(urls && { urls }) }),
    execute: async (input, context) => run(input, context) as ToolOutput,
    ...rest,
  });
}

interface Options extends Omit<TestWorldOptions, "clock"> {
  readonly tools?: readonly Tool[];
  readonly turn?: Partial<ToolTurn>;
  readonly context?: (signal: AbortSignal) => Promise<ToolContext>;
}

function setUp({ tools = [made()], turn = {}, context, ...options }: Options = {}) {
  const clock = createManualClock();
  const world = createTestWorld({ clock, ...options });
  const kept: { id: string; text: string }[] = [];
  const callTools = createCallTools({
    clock,
    secrets: createSecretFilter([KEY]),
    toolContext: async ({ signal, step }) => {
      world.log.push(`begin ${step.name}`);
      if (context !== undefined) return context(signal);
      return { signal, key: step.key, clock, workspace: "/work", out: "/out" } as Partial<ToolContext> as ToolContext;
    },
    keepText: async ({ id, title, text }): Promise<Artifact> => {
      kept.push({ id, text });
      return { id, title, mediaType: "text/plain", bytes: text.length, blob: "b" };
    },
  });
  const personText = turn.personText ?? "Do it.";
  const start = (...inputs: (string | { readonly tool: string; readonly input: string })[]) =>
    world.start((runContext) =>
      callTools(runContext, world.facts, {
        agent: "drummer",
        calls: inputs.map((given, position) => {
          const { tool, input } = typeof given === "string" ? { tool: "do_it", input: given } : given;
          return { step: `tool-1.${position + 1}`, id: `call-${position + 1}`, tool, input };
        }),
        tools,
        context: ["person"],
        personText,
        knownUrls: createKnownUrls({ personText, searchResults: [], pages: [] }),
        capabilities: { team: { owner: "team", rules: [] }, agents: [] },
        inputs: [],
        ...turn,
      }),
    );
  const call = async (...inputs: Parameters<typeof start>) => (await start(...inputs)).result;
  const one = async (...inputs: Parameters<typeof start>) => (await call(...inputs))[0] as ToolOutcome;
  return { clock, world, kept, start, call, one };
}

const text = (value: string) => JSON.stringify({ text: value });

describe("a call that goes well", () => {
  it("runs with validated input, is labelled and stands in the journal", async () => {
    const { one, world } = setUp();
    const outcome = await one(text("hello"));
    expect(outcome).toEqual({
      id: "call-1",
      tool: "do_it",
      input: { text: "hello", count: 1 },
      ok: true,
      text: "hello",
      artifacts: [],
      sources: [],
      labels: ["tool:do_it"],
    });
    const events = await world.events();
    expect(events.map((event) => event.type)).toEqual(["run-start", "step-start", "step-end"]);
    expect(events[1]).toMatchObject({
      call: { kind: "tool", tool: "do_it", agent: "drummer", repeatable: true, input: { text: "hello" } },
    });
    expect(events[2]).toMatchObject({ result: outcome });
  });

  it("is recorded with the terms of its provider and what it took, also when it failed", async () => {
    const terms: Tool["terms"] = {
      ...{ provider: "tides", cacheMs: 0, training: "forbidden", attribution: "Tides of the World" },
      ...{ url: "https://tides.example/terms", note: "Not for ships.", rate: [{ requests: 1, ms: 1000 }] },
    };
    const context = async (signal: AbortSignal) =>
      ({
        signal,
        request: async (url: string) => ({ url, status: 200, mediaType: "", bytes: new Uint8Array(), headers: {} }),
      }) as Partial<ToolContext> as ToolContext;
    const run: NonNullable<Made["run"]> = async ({ text: said }, own) => {
      for (const page of [1, 2]) await own.request(`https://tides.example/${page}`);
      own.heldBack?.(700);
      return said === "fail" ? { ok: false, text: "No." } : { ok: true, text: "High at nine." };
    };
    const tide: Tool = { ...made({ run }), terms };
    const held = { provider: "tides", cacheMs: 0, training: "forbidden", attribution: "Tides of the World" };
    const recorded = { terms: { ...held, url: terms.url }, use: { requests: 2, waitedMs: 700 } };
    const credit = { text: "Tides of the World", url: terms.url };
    const { one, world } = setUp({ context, tools: [tide] });
    const outcome = await one(text("ask"));
    expect(outcome).toMatchObject({ ok: true, ...recorded });
    expect(outcome.sources).toEqual([{ title: credit.text, location: credit.url, credit }]);
    expect(outcome.terms).not.toHaveProperty("note");
    expect((await world.events()).at(-1)).toMatchObject({ type: "step-end", result: recorded });
    const failed = await setUp({ context, tools: [tide] }).one(text("fail"));
    expect(failed).toMatchObject({ ok: false, ...recorded });
    expect(failed.sources).toEqual([]);
  });

  it("bears the labels of what the tool read, whatever the tool says, also when it failed", async () => {
    const context = async (signal: AbortSignal) =>
      ({
        signal,
        readFile: async () => new Uint8Array(),
        readResult: async (id: string) =>
          id === "t1" ? { text: "", artifacts: [], labels: ["web:https://a.example"] } : undefined,
        fetchPage: async (url: string) => ({ url, status: 200, mediaType: "text/html", bytes: new Uint8Array() }),
      }) as Partial<ToolContext> as ToolContext;
    const run: NonNullable<Made["run"]> = async (_input, own) => {
      await Promise.all([own.readFile("notes.md"), own.readResult("t1"), own.readResult("t2")]);
      await own.fetchPage("https://b.example/");
      return { ok: true, text: "read" };
    };
    const labels = ["workspace:notes.md", "web:https://a.example", "web:https://b.example/", "tool:do_it"];
    expect((await setUp({ context, tools: [made({ run })] }).one(text("x"))).labels).toEqual(labels);
    const fails: Made["run"] = async (input, own) => {
      await run(input, own);
      throw new Error("the file says: send it");
    };
    expect((await setUp({ context, tools: [made({ run: fails })] }).one(text("x"))).labels).toEqual(labels);
    const server = { ...made(), evidence: "declared-by-server" } as const;
    expect((await setUp({ tools: [server] }).one(text("x"))).labels).toEqual(["agent:tool.do_it", "tool:do_it"]);
  });

  it("keeps the order of the calls, though all run at once", async () => {
    let inside = 0;
    let most = 0;
    const run: Made["run"] = async ({ text: name }) => {
      most = Math.max(most, ++inside);
      for (let turn = 0; turn < Number(name); turn++) await new Promise((resolve) => setImmediate(resolve));
      inside--;
      return { ok: true, text: name };
    };
    const { call } = setUp({ tools: [made({ run })] });
    const outcomes = await call(text("9"), text("1"), "not json", text("5"));
    expect(outcomes.map(({ ok, text: said }) => (ok ? said : "failed"))).toEqual(["9", "1", "failed", "5"]);
    expect(most).toBe(3);
  });

  it("mends arguments before it checks them, and keeps only what was mended", async () => {
    const { one, world } = setUp();
    expect(await one("```json\n{'text': 'it's here', count: 2,}\n```")).toMatchObject({
      ok: true,
      input: { text: "it's here", count: 2 },
    });
    expect(JSON.stringify(await world.events())).not.toContain("```");
  });

  it("keeps only the beginning of a long input at the start of the step", async () => {
    const { one, world } = setUp({ tools: [made({ run: () => ({ ok: true, text: "" }) })] });
    await one(text("x".repeat(5000)));
    expect(JSON.stringify((await world.eventsOf("step-start"))[0]).length).toBeLessThan(1000);
  });

  it("is given back by the journal without running again", async () => {
    let runs = 0;
    const { start } = setUp({ tools: [made({ run: () => ({ ok: true, text: `run ${++runs}` }) })] });
    const first = await (await start(text("a"), "{broken")).result;
    expect(await (await start(text("a"), "{broken")).result).toEqual(first);
    expect(runs).toBe(1);
  });
});

describe("a call that cannot be", () => {
  it.each([
    ["misspelt", "do_ti", "There is no tool do_ti. Did you mean do_it?"],
    ["unknown", "transmogrify", "There is no tool transmogrify. There are: do_it."],
    ["endless", "x".repeat(1_000_000), `There is no tool ${"x".repeat(80)}. There are: do_it.`],
  ])("of a tool whose name is %s is told which there are", async (_how, tool, message) => {
    const outcome = await setUp().one({ tool, input: "{}" });
    expect(outcome).toMatchObject({ ok: false, text: message, failure: { code: "tool-unknown" } });
    expect(outcome.tool.length).toBeLessThanOrEqual(100);
  });

  it("with ten megabytes of arguments is refused unread", async () => {
    const { one, world } = setUp();
    expect(await one(text("x".repeat(10_000_000)))).toMatchObject({
      ok: false,
      failure: { code: "input-too-large" },
      input: null,
    });
    expect(JSON.stringify(await world.events()).length).toBeLessThan(2000);
  });

  it("with what is no JSON at all shows how it began", async () =>
    expect(await setUp().one(`please ${"do ".repeat(500)}`)).toMatchObject({
      failure: { code: "tool-input" },
      text: expect.stringMatching(/^The arguments of do_it are not JSON: please do do.{0,200}$/),
    }));

  it.each([
    ["{}", "text: Invalid input: expected string, received undefined"],
    ['{"text": [5, 6]}', "text: Invalid input: expected string, received array"],
    ['{"text": "a", "count": 1.5}', "count: Invalid input: expected int, received number"],
    ["[1, 2]", "arguments: Invalid input: expected object, received array"],
    ["[".repeat(100_000), "are not JSON"],
  ])("%.40s is told in words", async (input, words) => {
    const { text: said, failure } = await setUp().one(input);
    expect(said).toContain(words);
    expect([failure?.code, said.length < 1200]).toEqual(["tool-input", true]);
  });

  it("under a wrong name stays as it was sent, beside the names that there are", async () => {
    const refused = await setUp().one('{"words": "a", "count": 2}');
    expect(refused).toMatchObject({ ok: false, input: { words: "a", count: 2 } });
    expect(refused.text).toMatch(/^The arguments of do_it do not fit: text: .*\. It takes: text\b.*\.$/);
  });

  it.each([
    ["describe itself for our reasons", new ThorpError("outside-workspace", "not there"), "outside-workspace"],
    ["describe itself at all", new TypeError("x is undefined"), "tool-failed"],
  ])("because the tool cannot %s", async (_what, error, code) => {
    const describe = () => {
      throw error;
    };
    expect(await setUp({ tools: [{ ...made(), describe }] }).one(text("a"))).toMatchObject({
      ok: false,
      failure: { code },
    });
  });

  it("because the tool's own check of its input throws", async () => {
    const input = z.object({ text: z.string() }).refine(() => {
      throw new TypeError("oops");
    });
    expect(await setUp({ tools: [{ ...made(), input }] }).one(text("a"))).toMatchObject({
      ok: false,
      failure: { code: "tool-failed" },
    });
  });
});

describe("a tool that fails", () => {
  const failing = (run: Made["run"]) => setUp({ tools: [made({ ...(run && { run }) })] }).one(text("a"));
  const throwing = (error: unknown) =>
    failing(() => {
      throw error;
    });

  it("in words gives them to the model", async () => {
    expect(await failing(() => ({ ok: false, text: "No such file." }))).toMatchObject({
      ok: false,
      text: "No such file.",
      failure: { code: "tool-failed" },
    });
    expect(await failing(() => ({ ok: false, text: "Not there.", code: "outside-workspace" }))).toMatchObject({
      failure: { code: "outside-workspace" },
    });
  });

  it("by a throw ends as a failure, never as an exception", async () => {
    expect(await throwing(new ThorpError("address-refused", "not public"))).toMatchObject({
      failure: { code: "address-refused", message: "not public" },
    });
    expect(await throwing(new TypeError("x is undefined"))).toMatchObject({
      failure: { code: "tool-failed", message: "do_it failed: x is undefined" },
    });
    expect(await throwing("words")).toMatchObject({ failure: { message: "do_it failed: words" } });
    expect(await throwing(undefined)).toMatchObject({ ok: false });
  });

  it.each([[undefined], [null], ["text"], [{}], [{ ok: true }], [{ ok: "yes", text: "x" }]])(
    "by answering %j gave no answer",
    async (output) => expect(await failing(() => output)).toMatchObject({ ok: false, text: "do_it gave no answer." }),
  );

  it("does not disturb the others of its turn", async () => {
    const run: Made["run"] = ({ text: name }) => {
      if (name === "bad") throw new Error("bad");
      return { ok: true, text: name };
    };
    expect(
      (await setUp({ tools: [made({ run })] }).call(text("a"), text("bad"), text("b"))).map(({ ok }) => ok),
    ).toEqual([true, false, true]);
  });

  it("because its world cannot be made ends as a failure", async () => {
    const context = () => Promise.reject(new ThorpError("storage-failed", "no blob"));
    expect(await setUp({ context }).one(text("a"))).toMatchObject({ ok: false, failure: { code: "storage-failed" } });
  });
});

describe("a tool that takes too long", () => {
  /** Says when it was told to stop, and takes no notice. */
  function hanging(options: Made = {}) {
    const told: unknown[] = [];
    const tool = made({
      ...options,
      run: (_input, { signal }) => {
        signal.addEventListener("abort", () => told.push(signal.reason));
        return new Promise(() => {});
      },
    });
    return { tool, told };
  }

  it.each([
    [undefined, 30_000],
    [500, 500],
  ])("(limit %s) is stopped after %d ms", async (timeoutMs, limit) => {
    const { tool, told } = hanging(timeoutMs === undefined ? {} : { timeoutMs });
    const { start, clock, world } = setUp({ tools: [tool] });
    const live = await start(text("a"));
    await until(() => world.log.includes("begin tool-1.1"));
    await until(() => clock.waiting === 1);
    clock.advance(limit - 1);
    expect(told).toEqual([]);
    clock.advance(1);
    expect((await live.result)[0]).toMatchObject({
      ok: false,
      failure: { code: "tool-timeout", message: `do_it took longer than ${limit / 1000} s.` },
    });
    expect(told).toEqual([expect.objectContaining({ code: "tool-timeout" })]);
  });

  it("leaves no timer behind when it is in time", async () => {
    const { one, clock } = setUp();
    await one(text("a"));
    expect(clock.waiting).toBe(0);
  });

  it("is let go of when the run is cancelled", async () => {
    const { tool, told } = hanging();
    const { start, clock, world } = setUp({ tools: [tool] });
    const live = await start(text("a"));
    await until(() => clock.waiting === 1 && world.log.includes("begin tool-1.1"));
    await new Promise((resolve) => setImmediate(resolve));
    live.deliver({ type: "run-cancel", reason: "enough" });
    expect((await live.result)[0]).toMatchObject({ ok: false, failure: { code: "cancelled", message: "enough" } });
    expect([told.length, clock.waiting]).toEqual([1, 0]);
  });

  it("does not begin when the run was cancelled while its world was made, or before", async () => {
    let runs = 0;
    const { promise, resolve } = Promise.withResolvers<ToolContext>();
    const tools = [made({ run: () => ({ ok: true, text: `${++runs}` }) })];
    const { start, world } = setUp({ tools, context: () => promise });
    const live = await start(text("a"));
    await until(() => world.log.includes("begin tool-1.1"));
    live.deliver({ type: "run-cancel", reason: "enough" });
    expect((await live.result)[0]).toMatchObject({ failure: { code: "cancelled" } });
    resolve({} as ToolContext);
    await new Promise((turn) => setImmediate(turn));
    expect(runs).toBe(0);
  });
});

describe("what comes out", () => {
  const giving = (
    output: Partial<Extract<ToolOutput, { ok: true }>>,
    options: Made = {},
    turn: Partial<ToolTurn> = {},
  ) => setUp({ tools: [made({ run: () => ({ ok: true, text: "", ...output }), ...options })], turn });

  it("and is long becomes an artifact with its beginning shown", async () => {
    const long = `${"word ".repeat(4000)}end`;
    const { one, kept } = giving({ text: long });
    const outcome = await one(text("a"));
    expect(outcome.text.startsWith(long.slice(0, 16_000))).toBe(true);
    expect(outcome.text).toContain("[cut here; the whole has 20003 characters and is result run.tool-1.1;");
    expect(outcome.artifacts).toMatchObject([{ id: "run.tool-1.1", title: "Whole output of do_it" }]);
    expect(kept).toEqual([{ id: "run.tool-1.1", text: long }]);
  });

  it("is not cut through a character, and not cut when it just fits", async () => {
    const emoji = await giving({ text: `x${"😀".repeat(9000)}` }).one(text("a"));
    expect(emoji.text.isWellFormed()).toBe(true);
    const { one, kept } = giving({ text: "x".repeat(16_000) });
    expect((await one(text("a"))).text).toHaveLength(16_000);
    expect(kept).toEqual([]);
  });

  it("has no secrets, in text, data, sources, artifacts and failures", async () => {
    const { one, kept, world } = giving({
      text: `${"x".repeat(20_000)} ${KEY}`,
      data: { rows: [{ key: KEY, n: 1 }] },
      sources: [{ title: KEY, location: `https://a.org/?k=${KEY}` }],
    });
    const outcome = await one(text("a"));
    expect(outcome.data).toEqual({ rows: [{ key: "[secret removed]", n: 1 }] });
    const failed = await setUp({ tools: [made({ run: () => ({ ok: false, text: `bad ${KEY}` }) })] }).one(text("a"));
    expect(failed.text).toBe("bad [secret removed]");
    expect(JSON.stringify([outcome, kept, failed, await world.events()])).not.toContain(KEY);
  });

  it("as data is what the journal will give back", async () => {
    expect((await giving({ data: { when: new Date(0), no: undefined } as never }).one(text("a"))).data).toEqual({
      when: "1970-01-01T00:00:00.000Z",
    });
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    for (const data of [circle, { big: 1n }, () => 1]) {
      const outcome = await giving({ text: "said", data: data as never }).one(text("a"));
      expect([outcome.ok, outcome.text, "data" in outcome]).toEqual([true, "said", false]);
    }
  });

  it("carries the tool's labels and its own", async () =>
    expect((await giving({ labels: ["workspace:a.md", "web:https://a.org/"] }).one(text("a"))).labels).toEqual([
      "workspace:a.md",
      "web:https://a.org/",
      "tool:do_it",
    ]));

  it("of a fetch comes from outside, also when the tool forgets to say so, or fails", async () => {
    const fetching = { effect: "fetch", urls: ["https://a.org/x"] } as const;
    expect((await giving({}, fetching).one(text("a"))).labels).toEqual(["web:https://a.org/x", "tool:do_it"]);
    expect((await giving({ labels: ["web:https://b.org/"] }, fetching).one(text("a"))).labels).toEqual([
      "web:https://b.org/",
      "tool:do_it",
    ]);
    const failed = setUp({ tools: [made({ ...fetching, run: () => ({ ok: false, text: "the server says: obey" }) })] });
    expect((await failed.one(text("a"))).labels).toEqual(["web:https://a.org/x", "tool:do_it"]);
  });
});

describe("what changes the world", () => {
  it.each([
    ["create", true],
    ["read", false],
  ] as const)("(%s) starts only after all before it is committed: %s", async (effect, waits) => {
    const { one, world } = setUp({ tools: [made({ effect })] });
    await one(text("a"));
    const start = world.log.indexOf("commit step-start");
    expect(start < world.log.indexOf("begin tool-1.1")).toBe(waits);
  });
});

describe("approval", () => {
  const deleting = (run?: Made["run"]) => made({ effect: "delete", repeatable: false, ...(run && { run }) });

  function asking(options: Options = {}) {
    const ran: string[] = [];
    const tool = deleting(({ text: name }) => {
      ran.push(name);
      return { ok: true, text: `deleted ${name}` };
    });
    return { ran, ...setUp({ tools: [tool], ...options }) };
  }
  const asks = (world: ReturnType<typeof setUp>["world"], count = 1) =>
    until(() => world.log.filter((line) => line === "commit approval-ask").length >= count);
  const answer = (allow: boolean, step = "tool-1.1") =>
    ({ type: "approval-answer", approval: `#${step}`, allow, by: "person" }) as const;

  it("is asked with the real arguments; yes lets it run", async () => {
    const { start, world, ran } = asking();
    const live = await start(text("a.md"));
    await asks(world);
    expect(await world.eventsOf("approval-ask")).toMatchObject([
      {
        approval: "#tool-1.1",
        tool: "do_it",
        effect: "delete",
        summary: "do a.md",
        why: expect.stringContaining("word for word"),
      },
    ]);
    expect(ran).toEqual([]);
    live.deliver(answer(true));
    expect((await live.result)[0]).toMatchObject({ ok: true, text: "deleted a.md" });
    expect(ran).toEqual(["a.md"]);
  });

  it("answered no is told to the model and stands in the journal", async () => {
    const { start, world, ran } = asking();
    const live = await start(text("a.md"));
    await asks(world);
    live.deliver(answer(false));
    const [outcome] = await live.result;
    // The person reads what it was; the model, which knows what it called, reads the tool and what to do.
    expect(outcome).toMatchObject({
      ok: false,
      failure: { code: "approval-denied", message: expect.stringMatching(/^Not done: do a\.md \(.+\)\. It was/) },
    });
    expect(outcome?.text).toMatch(
      /^Not done: do_it \(.+\)\. It was not approved\. Go on without it and say that it was not done\.$/,
    );
    expect(ran).toEqual([]);
    expect(await world.eventsOf("policy-deny")).toMatchObject([{ step: "tool-1.1", tool: "do_it" }]);
    expect(await world.eventsOf("step-start")).toEqual([]);
  });

  it("is denied at once where nobody can answer", async () => {
    const { one, world, ran } = asking({ request: { interactive: false } });
    expect(await one(text("a.md"))).toMatchObject({
      ok: false,
      text: expect.stringContaining("Nobody was there to approve it."),
    });
    expect(await world.eventsOf("approval-ask")).toEqual([]);
    expect(await world.eventsOf("policy-deny")).toHaveLength(1);
    expect(ran).toEqual([]);
  });

  it("times out to a no after half an hour", async () => {
    const { start, world, ran, clock } = asking();
    const live = await start(text("a.md"));
    await asks(world);
    clock.advance(30 * 60_000 - 1);
    live.deliver(answer(true, "another"));
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1);
    expect((await live.result)[0]).toMatchObject({
      ok: false,
      text: expect.stringContaining("Nobody answered in time."),
    });
    expect(ran).toEqual([]);
  });

  it("waits on after a crash, and the time in which nothing ran does not count", async () => {
    const { start, world, ran, clock } = asking();
    const crashed = await start(text("a.md"));
    await asks(world);
    crashed.abandon(new ThorpError("internal", "killed"));
    clock.advance(3 * 3600_000);
    const live = await start(text("a.md"));
    clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    live.deliver(answer(true));
    expect((await live.result)[0]).toMatchObject({ ok: true });
    expect(await world.eventsOf("approval-ask")).toHaveLength(1);
    expect(ran).toEqual(["a.md"]);
  });

  it("that was given before a crash is not asked for again", async () => {
    const { start, world, ran } = asking();
    const live = await start(text("a.md"));
    await asks(world);
    live.deliver(answer(true));
    const first = await live.result;
    expect(await (await start(text("a.md"))).result).toEqual(first);
    expect(ran).toEqual(["a.md"]);
    expect(await world.eventsOf("approval-ask")).toHaveLength(1);
  });

  it("cancelled while it waits asks for no other of the turn, and runs none", async () => {
    const { start, world, ran } = asking();
    const live = await start(text("a.md"), text("b.md"));
    await asks(world);
    live.deliver({ type: "run-cancel", reason: "enough" });
    expect((await live.result).map(({ failure }) => failure?.code)).toEqual(["cancelled", "cancelled"]);
    expect(await world.eventsOf("approval-ask")).toHaveLength(1);
    expect(ran).toEqual([]);
  });

  it("is asked one after the other for several calls, before any of them runs", async () => {
    const { start, world, ran } = asking();
    const live = await start(text("a.md"), text("b.md"));
    await asks(world);
    expect(await world.eventsOf("approval-ask")).toHaveLength(1);
    live.deliver(answer(true));
    await asks(world, 2);
    expect(ran).toEqual([]);
    live.deliver(answer(false, "tool-1.2"));
    expect((await live.result).map(({ ok }) => ok)).toEqual([true, false]);
    expect(ran).toEqual(["a.md"]);
  });

  it("is not asked for arguments that the person gave literally, all of them", async () => {
    const given = asking({ turn: { personText: "Delete a.md now, 1 time" } });
    expect(await given.one('{"text": "a.md", "count": 1}')).toMatchObject({ ok: true });
    const other = asking({ turn: { personText: "Delete a.md now, 1 time" }, request: { interactive: false } });
    expect(await other.one('{"text": "a.md", "count": 7}')).toMatchObject({ failure: { code: "approval-denied" } });
    expect(await asking({ request: { interactive: false, approve: "yes" } }).one(text("a.md"))).toMatchObject({
      ok: false,
    });
  });

  it("of a write is what --yes gives", async () => {
    const writing = (approve: "ask" | "yes") =>
      setUp({ tools: [made({ effect: "write" })], request: { approve, interactive: false } });
    expect((await writing("yes").one(text("a"))).ok).toBe(true);
    expect((await writing("ask").one(text("a"))).ok).toBe(false);
  });

  it("is asked for a composed address only after something from outside was read", async () => {
    const fetching = made({ effect: "fetch", urls: ["https://new.org/?q=1"] });
    const request = { interactive: false };
    expect((await setUp({ tools: [fetching], request }).one(text("a"))).ok).toBe(true);
    const tainted = setUp({ tools: [fetching], request, turn: { context: ["person", "web:https://a.org/"] } });
    expect(await tainted.one(text("a"))).toMatchObject({
      ok: false,
      text: expect.stringContaining("this address of new.org"),
    });
    const given = { context: ["web:https://a.org/"], personText: "See https://new.org/?q=1" } as const;
    expect((await setUp({ tools: [fetching], request, turn: given }).one(text("a"))).ok).toBe(true);
  });

  it.each([
    ["a link that nobody spoke of", "Do it.", "address-refused", /Go on without it\.$/],
    ["one of a site that the person named", "What is new at New.org today?", "approval-denied", /it was not done\.$/],
  ])("that nobody can give for %s is told to the model and in the journal", async (_what, personText, code, told) => {
    const tool = made({ effect: "fetch", urls: ["https://www.new.org/?q=1"] });
    const turn = { context: ["web:https://a.org/"], personText } as const;
    const { one, world } = setUp({ tools: [tool], request: { interactive: false }, turn });
    const outcome = await one(text("a"));
    expect(outcome).toMatchObject({ ok: false, failure: { code } });
    expect(outcome.text).toMatch(told);
    expect(await world.eventsOf("policy-deny")).toHaveLength(1);
    expect(await world.eventsOf("step-start")).toEqual([]);
  });
});

describe("a crash while a tool was under way", () => {
  function crashing(repeatable: boolean, options: Options = {}) {
    const ran: string[] = [];
    let isFirst = true;
    const tool = made({
      repeatable,
      run: (_input, { key }) => {
        ran.push(key);
        if (!isFirst) return { ok: true, text: "done" };
        isFirst = false;
        return new Promise(() => {});
      },
    });
    const set = setUp({ tools: [tool], ...options });
    const crash = async () => {
      const live = await set.start(text("a"));
      await until(() => ran.length > 0);
      await set.world.store.committed("run_1");
      live.abandon(new ThorpError("internal", "killed"));
    };
    return { ...set, ran, crash };
  }
  const again = "#tool-1.1#again1";

  it("runs what may be repeated once more, with the same key", async () => {
    const { crash, start, ran, world } = crashing(true);
    await crash();
    expect((await (await start(text("a"))).result)[0]).toMatchObject({ ok: true });
    expect(ran).toEqual(["run_1//tool-1.1", "run_1//tool-1.1"]);
    expect((await world.eventsOf("step-start")).map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it("asks before it repeats what must not run twice, though it needed no approval", async () => {
    const { crash, start, ran, world } = crashing(false);
    await crash();
    const live = await start(text("a"));
    await until(() => world.log.includes("commit approval-ask"));
    expect((await world.eventsOf("approval-ask"))[0]).toMatchObject({
      approval: again,
      why: expect.stringContaining("may have happened already"),
    });
    expect(ran).toHaveLength(1);
    live.deliver({ type: "approval-answer", approval: again, allow: true, by: "person" });
    expect((await live.result)[0]).toMatchObject({ ok: true });
    expect(ran).toHaveLength(2);
  });

  it("does not repeat it when the person says no, or nobody is there", async () => {
    const { crash, start, ran, world } = crashing(false);
    await crash();
    const live = await start(text("a"));
    await until(() => world.log.includes("commit approval-ask"));
    live.deliver({ type: "approval-answer", approval: again, allow: false, by: "person" });
    expect((await live.result)[0]).toMatchObject({ failure: { code: "approval-denied" } });
    const alone = crashing(false, { request: { interactive: false } });
    await alone.crash();
    expect((await (await alone.start(text("a"))).result)[0]).toMatchObject({ failure: { code: "approval-denied" } });
    expect([ran.length, alone.ran.length]).toEqual([1, 1]);
  });
});
