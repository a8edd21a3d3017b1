/** What waits for a person, over HTTP: one list over all runs, one stream, and every way to answer. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { serverEvents } from "../../src/server/test-server.ts";
import { type ApiBench, openApi, type ScriptOf } from "./api-bench.ts";

const boss: ScriptOf = (call) =>
  call.tools === undefined
    ? { text: "All done." }
    : { toolCalls: [{ name: "plan", input: { tasks: [{ id: "a", goal: "write lines", agent: "hand", needs: [] }] } }] };

/** The hand writes these lines one after the other, and tells what came of the last. */
function writing(...lines: readonly string[]): ScriptOf {
  let next = 0;
  return (_call, said) => {
    const line = lines[next++];
    return line === undefined
      ? { text: `Wrote. ${/added \w+|Not done[^"]*/.exec(said.slice(said.lastIndexOf("tool")))?.[0] ?? ""}` }
      : { toolCalls: [{ name: "add_line", input: { line } }] };
  };
}

interface Item {
  readonly kind: string;
  readonly approval: string;
  readonly run: { readonly id: string };
  readonly mayStand: boolean;
  readonly expiresAt: number;
  readonly at: number;
}
const items = async (api: ApiBench) => (await api.call("GET", "/api/inbox")).body["items"] as readonly Item[];

async function asked(api: ApiBench): Promise<{ run: string; approval: string }> {
  const { run } = (await api.call("POST", "/api/runs", { text: "Do it.", team: "crew", interactive: true })).body;
  await api.follow(run, ({ type }) => type === "approval-ask");
  const approval = (await items(api)).find((item) => item.run.id === run)?.approval ?? "";
  return { run, approval };
}

const answer = (api: ApiBench, run: string, more: object) =>
  api.call("POST", `/api/runs/${run}/signals`, { type: "approval-answer", ...more });

describe("the inbox", () => {
  it("holds what waits over all runs, until it is answered, and streams its changes", async () => {
    const api = await openApi({ boss, hand: writing("one", "one", "one", "one") });
    const stop = new AbortController();
    const stream = await fetch(`${api.server.url}/api/inbox/stream`, { signal: stop.signal });
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { event, data } of serverEvents(stream)) {
        expect(event).toBe("inbox");
        seen.push((JSON.parse(data) as { items: readonly unknown[] }).items.length);
        if (seen.length > 2 && seen.at(-1) === 0) return;
      }
    })();
    const first = await asked(api);
    const second = await asked(api);
    const open = await items(api);
    expect(open.map(({ kind, run }) => [kind, run.id])).toEqual([
      ["approval", first.run],
      ["approval", second.run],
    ]);
    expect(open[0]).toMatchObject({ mayStand: true, expiresAt: (open[0]?.at ?? 0) + 30 * 60_000 });
    for (const { run, approval } of [first, second]) {
      expect((await answer(api, run, { approval, allow: false, reason: "not today" })).status).toBe(204);
      expect((await answer(api, run, { approval, allow: true })).body).toMatchObject({ code: "run-state" });
      await api.call("POST", `/api/runs/${run}/cancel`);
      await api.follow(run);
    }
    await reading;
    stop.abort();
    expect(seen[0]).toBe(0);
    expect(Math.max(...seen)).toBe(2);
  });

  it("says to the agent why not", async () => {
    const api = await openApi({ boss, hand: writing("one") });
    const { run, approval } = await asked(api);
    await answer(api, run, { approval, allow: false, reason: "the ledger is closed" });
    await api.follow(run);
    expect(JSON.stringify(api.models["hand"]?.calls.at(-1)?.prompt)).toContain("the ledger is closed");
  });

  it("allows for the rest of a run, which the journal shows", async () => {
    const api = await openApi({ boss, hand: writing("one", "two") });
    const { run, approval } = await asked(api);
    await answer(api, run, { approval, allow: true, scope: "run" });
    const events = await api.follow(run);
    const answers = events.filter(({ type }) => type === "approval-answer");
    expect(answers.map((event) => [event["by"], event["allow"]])).toEqual([
      ["person", true],
      ["policy", true],
    ]);
    expect(readFileSync(join(api.ledger, "ledger.txt"), "utf8")).toBe("one\ntwo\n");
    expect((await api.call("POST", `/api/runs/${run}/replay`, {})).body).toEqual({ differences: [] });
  });

  it("holds for later calls only in the ways that the question offers", async () => {
    const api = await openApi({ boss, hand: writing("one") });
    const { run, approval } = await asked(api);
    expect((await items(api))[0]).toMatchObject({ stands: [{ match: "tool", value: "add_line" }] });
    for (const match of ["host", "arguments"]) {
      const refused = await answer(api, run, { approval, allow: true, scope: "run", match });
      expect([refused.status, refused.body["code"]]).toEqual([409, "run-state"]);
    }
    expect((await answer(api, run, { approval, allow: true, scope: "run", match: "tool" })).status).toBe(204);
  });

  it("allows other arguments, which are held to the tool's shape", async () => {
    const api = await openApi({ boss, hand: writing("one") });
    const { run, approval } = await asked(api);
    await answer(api, run, { approval, allow: true, input: { line: "mine" } });
    await api.follow(run);
    expect(readFileSync(join(api.ledger, "ledger.txt"), "utf8")).toBe("mine\n");
    const next = await openApi({ boss, hand: writing("one") });
    const wrong = await asked(next);
    await answer(next, wrong.run, { approval: wrong.approval, allow: true, input: { words: [7] } });
    await next.follow(wrong.run);
    expect(() => readFileSync(join(next.ledger, "ledger.txt"), "utf8")).toThrow("ENOENT");
  });
});
