/** A person who cancels, in every phase of a run: it ends at once, and what was said before is kept. */
import { describe, expect, it } from "vitest";
import type { AskRequest } from "../../src/engine/thorp.ts";
import type { RunEvent } from "../../src/events/event.ts";
import type { ServerReply } from "../../src/testing/scripted-server.ts";
import { hasToolResult, openBench, type Script, serve, type Told } from "./test-bench.ts";

const SLOW: ServerReply = {
  text: ["The answer ", "comes ", ...Array.from({ length: 400 }, () => "slowly ")],
  betweenMs: 25,
};

describe("a person who cancels", () => {
  const plan: ServerReply = {
    toolCalls: [
      {
        name: "plan",
        input: {
          tasks: [
            { id: "a", goal: "do a", agent: "hand" },
            { id: "b", goal: "do b", agent: "hand", needs: ["a"] },
          ],
        },
      },
    ],
  };
  /** The crew, with one part of its work slowed down or replaced. */
  const crew =
    (parts: { readonly plan?: ServerReply; readonly work?: ServerReply; readonly answer?: ServerReply }): Script =>
    (request) => {
      if (request.body["model"] === "hand")
        return hasToolResult(request) ? { text: "Done." } : (parts.work ?? { text: "Done." });
      return request.body["tools"] === undefined ? (parts.answer ?? { text: "All done." }) : (parts.plan ?? plan);
    };
  const isModel = (event: RunEvent) => event.type === "step-start" && event.call.kind === "model";
  const isTool = (event: RunEvent) => event.type === "step-start" && event.call.kind === "tool";

  interface Phase {
    readonly name: string;
    readonly script: Script;
    readonly at: (event: RunEvent) => boolean;
    readonly team?: string;
    readonly request?: Partial<AskRequest>;
    readonly also?: (told: Told) => void;
  }

  const phases: readonly Phase[] = [
    { name: "before anything happened", script: crew({}), at: (event) => event.type === "run-start" },
    {
      name: "while its files are looked at",
      team: "desk",
      script: () => SLOW,
      at: (event) => event.type === "step-start" && event.step === "look-at-files",
    },
    {
      name: "while the answer is thought about",
      team: "solo",
      script: () => ({ text: "late", delayMs: 5000 }),
      at: isModel,
    },
    { name: "while a plan is made", script: crew({ plan: { ...plan, delayMs: 5000 } }), at: isModel },
    {
      name: "while its plan waits for approval",
      script: crew({}),
      at: (event) => event.type === "plan-propose",
      request: { approvePlan: true, interactive: true },
    },
    {
      name: "while a question waits",
      script: crew({ plan: { toolCalls: [{ name: "ask_person", input: { question: "Which one?" } }] } }),
      at: (event) => event.type === "question-ask",
      request: { interactive: true },
    },
    { name: "while a task works", script: crew({ work: SLOW }), at: (event) => isModel(event) && event.path === "a" },
    {
      name: "while a tool works",
      script: crew({ work: { toolCalls: [{ name: "slow_lookup", input: { query: "x", ms: 20_000 } }] } }),
      at: isTool,
    },
    {
      name: "while a tool waits for approval",
      script: crew({ work: { toolCalls: [{ name: "add_line", input: { line: "one" } }] } }),
      at: (event) => event.type === "approval-ask",
      request: { interactive: true },
      also: (told) => expect(told.all("step-start").filter(isTool)).toEqual([]),
    },
    { name: "between two tasks", script: crew({ answer: SLOW }), at: (event) => event.type === "task-end" },
    {
      name: "while the answer is put together",
      script: crew({ answer: SLOW }),
      at: (event) => isModel(event) && "step" in event && event.step === "answer-model-1",
    },
  ];

  it.each(phases.map((phase) => [phase.name, phase] as const))(
    "%s",
    async (_name, { script, at, team = "crew", request = {}, also }) => {
      const { catalogue } = await serve(script);
      const bench = await openBench({ catalogues: [catalogue], team });
      await bench.goesOn();
      let isTold = false;
      const stopped = await bench.ask("Do the work.", request, (event, run) => {
        if (isTold || !at(event)) return;
        isTold = true;
        void bench.engine.cancel(run, "The person pressed Ctrl-C.");
      });
      expect(stopped.end).toMatchObject({ state: "cancelled", failure: { code: "cancelled" } });
      expect(stopped.all("run-cancel")).toMatchObject([{ reason: "The person pressed Ctrl-C." }]);
      also?.(stopped);
      await expect(bench.engine.cancel(stopped.run, "again")).rejects.toMatchObject({
        code: "run-state",
        message: expect.stringMatching(/has ended already/),
      });
      await expect(bench.engine.resume(stopped.run)).rejects.toMatchObject({ code: "run-state" });
      await bench.goesOn();
    },
  );

  it("in the middle of an answer keeps what was said", async () => {
    const { catalogue } = await serve(() => SLOW);
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    await bench.goesOn();
    const { run } = await bench.engine.ask({ text: "What is it?" });
    let frames = 0;
    for await (const update of bench.engine.follow(run))
      if (update.kind === "frame" && ++frames === 5) await bench.engine.cancel(run, "enough");
    const events = await bench.engine.events(run);
    expect(events.at(-1)).toMatchObject({ type: "run-end", state: "cancelled" });
    expect(events.find((event) => event.type === "step-fail")).toMatchObject({
      text: expect.stringMatching(/^The answer comes/),
    });
    expect(events.findLast((event) => event.type === "message-add")).toMatchObject({
      role: "team",
      text: expect.stringMatching(/^The answer comes/),
    });
    await bench.goesOn();
  });

  it("a run that waits in the queue of a busy server frees its place", async () => {
    const { catalogue } = await serve(() => SLOW);
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    await bench.goesOn();
    const asked = await Promise.all(Array.from({ length: 30 }, (_, i) => bench.engine.ask({ text: `Question ${i}` })));
    await Promise.all(asked.map(({ run }) => bench.engine.cancel(run, "all of them")));
    for (const { run } of asked) {
      const last: RunEvent[] = [];
      for await (const update of bench.engine.follow(run, { signal: AbortSignal.timeout(10_000) }))
        if (update.kind === "event") last.push(update.event);
      expect(last.at(-1)).toMatchObject({ type: "run-end", state: "cancelled" });
    }
    await bench.goesOn();
  });

  it("too late changes nothing: the end stays the last event", async () => {
    const { catalogue } = await serve(() => ({ text: "Done." }));
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    const late = async (run: string): Promise<unknown> =>
      bench.engine.cancel(run, "too late").catch((error: unknown) => error);
    for (let again = 0; again < 10; again++) {
      const { run } = await bench.engine.ask({ text: "What is it?" });
      const answers: Promise<unknown>[] = [];
      for await (const update of bench.engine.follow(run)) {
        if (
          update.kind === "event" &&
          (update.event.type === "step-end" || update.event.type === "message-add" || update.event.type === "run-end")
        )
          answers.push(late(run));
      }
      for (const answer of await Promise.all(answers))
        if (answer !== undefined) expect(answer).toMatchObject({ code: "run-state" });
      const events = await bench.engine.events(run);
      expect(events.findIndex((event) => event.type === "run-end")).toBe(events.length - 1);
    }
    await bench.goesOn();
  });

  it("a run of another time, and one that is not there", async () => {
    const { catalogue } = await serve(() => SLOW);
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    await expect(bench.engine.cancel("run_nothere", "x")).rejects.toMatchObject({ code: "run-unknown" });
    await expect(bench.engine.signal("run_nothere", { type: "run-cancel", reason: "x" })).rejects.toMatchObject({
      code: "run-unknown",
    });
    await expect(bench.engine.resume("run_nothere")).rejects.toMatchObject({ code: "run-unknown" });
    await expect(bench.engine.showRun("run_nothere")).rejects.toMatchObject({ code: "run-unknown" });
    await expect(bench.engine.deleteRun("run_nothere")).rejects.toMatchObject({ code: "run-unknown" });
  });
});
