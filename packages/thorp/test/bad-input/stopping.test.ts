/** Runs that are stopped by money or by time. What was said before is kept. */
import { describe, expect, it } from "vitest";
import { dollarsToMicro } from "../../src/base/money.ts";
import type { ServerReply } from "../../src/testing/scripted-server.ts";
import { hasToolResult, openBench, serve } from "./test-bench.ts";

const SLOW: ServerReply = {
  text: ["The answer ", "comes ", ...Array.from({ length: 400 }, () => "slowly ")],
  betweenMs: 25,
};

describe("money", () => {
  it("of nothing lets no paid model be asked", async () => {
    const { catalogue, server } = await serve(() => ({ text: "unused" }));
    const bench = await openBench({ catalogues: [catalogue], team: "paid" });
    const told = await bench.ask("What is it?", { budget: 0 });
    expect(told.end).toMatchObject({
      state: "failed",
      failure: { code: "budget-exceeded", message: expect.stringMatching(/far\/two.*budget/) },
    });
    expect(server.requests.filter((request) => request.method === "POST")).toEqual([]);
    expect((await bench.engine.showRun(told.run)).run.cost).toBe(0);
    await bench.goesOn();
  });

  it("of nothing still lets free models be asked", async () => {
    const { catalogue } = await serve((request) => ({ text: String(request.body["model"]) }));
    const bench = await openBench({ catalogues: [catalogue], team: "ladder" });
    expect(await bench.ask("What is it?", { budget: 0 })).toMatchObject({ end: { state: "done" }, text: "one" });
  });

  it("that is too little for one call refuses it before it is made", async () => {
    const { catalogue, server } = await serve(() => ({ text: "unused" }));
    const bench = await openBench({ catalogues: [catalogue], team: "paid" });
    const told = await bench.ask("What is it?", { budget: 0.0001 });
    expect(told.end).toMatchObject({
      state: "failed",
      failure: { code: "budget-exceeded", message: expect.stringMatching(/far\/two may cost \$.* run's budget of \$/) },
    });
    expect(server.requests.filter((request) => request.method === "POST")).toEqual([]);
    await bench.goesOn();
  });

  it("of the day, used up, is said to be that", async () => {
    const { catalogue } = await serve(() => ({ text: "unused" }));
    const bench = await openBench({ catalogues: [catalogue], team: "paid", budgets: { day: dollarsToMicro(0.0001) } });
    const told = await bench.ask("What is it?");
    expect(told.end).toMatchObject({
      state: "failed",
      failure: { code: "budget-exceeded", message: expect.stringMatching(/of the day's budget of \$/) },
    });
  });
});

describe("a deadline", () => {
  it("in the middle of an answer keeps what was said", async () => {
    const { catalogue } = await serve(() => SLOW);
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    await bench.goesOn();
    const told = await bench.ask("What is it?", { deadlineMs: 1500 });
    expect(told.end).toMatchObject({
      state: "partial",
      failure: { code: "deadline", message: expect.stringMatching(/deadline came/) },
    });
    expect(told.text).toMatch(/^The answer comes/);
    await bench.goesOn();
  });

  it("before the first word ends the run without one", async () => {
    const { catalogue } = await serve(() => ({ text: "late", delayMs: 5000 }));
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    await bench.goesOn();
    expect((await bench.ask("What is it?", { deadlineMs: 200 })).end).toMatchObject({
      state: "failed",
      failure: { code: "deadline" },
    });
    await bench.goesOn();
  });

  it("in a tool ends the run without waiting for the tool", async () => {
    const { catalogue } = await serve((request) =>
      hasToolResult(request)
        ? { text: "Late." }
        : { toolCalls: [{ name: "slow_lookup", input: { query: "x", ms: 20_000 } }] },
    );
    const bench = await openBench({ catalogues: [catalogue], team: "desk" });
    await bench.goesOn();
    const told = await bench.ask("What is it?", { deadlineMs: 500 });
    expect(told.end).toMatchObject({ state: "failed", failure: { code: "deadline" } });
    await bench.goesOn();
  });

  it("while tasks run answers from those that are done and names the others", async () => {
    const { catalogue } = await serve((request) => {
      if (request.body["model"] === "hand")
        return JSON.stringify(request.body).includes("do slow") ? SLOW : { text: "Done quickly." };
      if (request.body["tools"] === undefined) return { text: "Quick is done [1], slow is not." };
      return {
        toolCalls: [
          {
            name: "plan",
            input: {
              tasks: [
                { id: "quick", goal: "do quick", agent: "hand" },
                { id: "slow", goal: "do slow", agent: "hand" },
              ],
            },
          },
        ],
      };
    });
    const bench = await openBench({ catalogues: [catalogue], team: "crew" });
    await bench.goesOn();
    const told = await bench.ask("Do both.", { deadlineMs: 4000 });
    expect(told.end).toMatchObject({
      state: "partial",
      failure: { code: expect.stringMatching(/deadline|cancelled/) },
    });
    expect(told.text).toMatch(/Quick is done/);
    expect(Object.fromEntries(told.all("task-end").map((event) => [event.path, event.state]))).toEqual({
      quick: "done",
      slow: expect.not.stringMatching(/done/),
    });
    await bench.goesOn();
  });
});
