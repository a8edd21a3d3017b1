/** Plans over HTTP: changed before they start and while they run, by one tab or two, and over a crash. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Json } from "../../src/base/json.ts";
import { type ApiBench, openApi, type ScriptOf } from "./api-bench.ts";

const task = (id: string, needs: readonly string[] = []) => ({ id, goal: `do ${id}`, agent: "hand", needs });
const added = (id: string, needs: readonly string[] = []) => ({ ...task(id, needs), capability: "hand" });
const planOf =
  (tasks: readonly Json[]): ScriptOf =>
  (call) =>
    call.tools === undefined ? { text: "All done." } : { toolCalls: [{ name: "plan", input: { tasks } }] };

/** Work that waits until the test lets it go, by the id of its task. */
function gates() {
  const open = new Map<string, () => void>();
  const opened = new Set<string>();
  const asked: string[] = [];
  const hand: ScriptOf = (_call, said) => {
    const id = /do (\w+)/.exec(said)?.[1] ?? "";
    asked.push(id);
    return { text: `Done ${id}.`, delayMs: opened.has(id) ? 0 : 60_000 };
  };
  return { hand, asked, open, opened };
}

async function proposed(api: ApiBench): Promise<{ run: string; path: string }> {
  const { run } = (
    await api.call("POST", "/api/runs", { text: "Do it.", team: "crew", interactive: true, approvePlan: true })
  ).body;
  await api.follow(run, ({ type }) => type === "plan-propose");
  return { run, path: `/api/runs/${run}/plan` };
}

const started = (api: ApiBench, run: string, id: string) =>
  api.follow(run, ({ type, path }) => type === "step-start" && path === id);

describe("a plan", () => {
  it("is changed before it runs, and runs as it was approved", async () => {
    const api = await openApi({ boss: planOf([task("a"), task("b", ["a"])]), hand: () => ({ text: "Done." }) });
    const { run, path } = await proposed(api);
    const shown = await api.call("GET", path);
    expect(shown.headers.get("etag")).toBe('"1"');
    expect(shown.body).toMatchObject({ state: "proposed", revision: 1, tasks: [{ id: "a", state: "waiting" }, {}] });
    const edited = await api.call(
      "PATCH",
      path,
      {
        operations: [
          { op: "add", task: added("c", ["a"]) },
          { op: "change", id: "a", changes: { goal: "do a well" } },
          { op: "remove", id: "b" },
        ],
      },
      { "if-match": '"1"' },
    );
    expect(edited.status).toBe(200);
    expect(edited.headers.get("etag")).toBe('"2"');
    expect((await api.call("POST", `${path}/approval`, { allow: true }, { "if-match": '"1"' })).body).toMatchObject({
      code: "plan-changed",
      status: 412,
    });
    expect((await api.call("POST", `${path}/approval`, { allow: true }, { "if-match": '"2"' })).status).toBe(204);
    const events = await api.follow(run);
    expect(events.flatMap((event) => (event.type === "task-start" ? [event.path] : []))).toEqual(["a", "c"]);
    expect(events.at(-1)).toMatchObject({ type: "run-end", state: "done" });
    expect((await api.call("POST", `/api/runs/${run}/replay`, {})).body).toEqual({ differences: [] });
    expect((await api.call("PATCH", path, { operations: [{ op: "remove", id: "c" }] })).body.code).toBe("run-state");
  });

  it("is given whole only by who has seen it, and the loser learns who changed what", async () => {
    const api = await openApi({ boss: planOf([task("a")]), hand: () => ({ text: "Done." }) });
    const { run, path } = await proposed(api);
    const { plan } = (await api.call("GET", path)).body as unknown as { plan: { tasks: object[] } };
    expect((await api.call("PUT", path, plan)).body.code).toBe("input-invalid");
    const mine = { ...plan, tasks: [...plan.tasks, added("mine")] };
    const theirs = { ...plan, tasks: [...plan.tasks, added("theirs")] };
    const both = await Promise.all([mine, theirs].map((each) => api.call("PUT", path, each, { "if-match": '"1"' })));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412]);
    const refused = both.find(({ status }) => status === 412)?.body.detail;
    expect(refused).toMatch(/revision 2, not 1: person added (mine|theirs): do (mine|theirs)/);
    expect((await api.call("PUT", path, mine, { "if-match": "one" })).body.code).toBe("input-invalid");
    await api.call("POST", `/api/runs/${run}/cancel`);
    await api.follow(run);
  });

  it.each([
    ["a cycle", [{ op: "change", id: "a", changes: { needs: ["b"] } }], /wait for one another/],
    ["a need that is not there", [{ op: "add", task: added("c", ["zebra"]) }], /needs zebra/],
    ["an agent that is not there", [{ op: "change", id: "a", changes: { agent: "nobody" } }], /names the agent nobody/],
    ["a second task of one id", [{ op: "add", task: added("a") }], /there is a task a already/],
    ["a task that is not there", [{ op: "skip", id: "zebra" }], /no task zebra to skip/],
    ["a retry of what did not fail", [{ op: "retry", id: "a" }], /a is waiting; only what failed/],
    [
      "more tasks than the team may do",
      Array.from({ length: 30 }, (_, i) => ({ op: "add", task: added(`n${i}`) })),
      /at most 20/,
    ],
  ])("is not changed to %s", async (_what, operations, complaint) => {
    const api = await openApi({ boss: planOf([task("a"), task("b", ["a"])]) });
    const { run, path } = await proposed(api);
    const { body } = await api.call("PATCH", path, { operations });
    expect(body).toMatchObject({ code: "plan-invalid", status: 422, detail: expect.stringMatching(complaint) });
    expect((await api.call("GET", path)).body["revision"]).toBe(1);
    await api.call("POST", `/api/runs/${run}/cancel`);
    await api.follow(run);
  });

  it("is changed while it runs: added to, a running task left out, what has started kept", async () => {
    const gate = gates();
    gate.opened.add("b").add("c");
    const api = await openApi({ boss: planOf([task("a"), task("b", ["a"])]), hand: gate.hand });
    const { run } = (await api.call("POST", "/api/runs", { text: "Do it.", team: "crew" })).body;
    const path = `/api/runs/${run}/plan`;
    await started(api, run, "a");
    expect((await api.call("PATCH", path, { operations: [{ op: "remove", id: "a" }] })).body.detail).toMatch(
      /a has started and stays; skip it/,
    );
    const change = await api.call("PATCH", path, {
      operations: [
        { op: "add", task: added("c", ["b"]) },
        { op: "skip", id: "a" },
      ],
    });
    expect(change.body).toMatchObject({ revision: 2 });
    const events = await api.follow(run);
    expect(events.flatMap((event) => (event.type === "task-start" ? [event.path] : []))).toEqual(["a", "b", "c"]);
    expect((await api.call("POST", `/api/runs/${run}/replay`, {})).body).toEqual({ differences: [] });
  });

  it("tries one task again after it failed, with what was skipped for its sake", async () => {
    let tries = 0;
    const gate = gates();
    const api = await openApi({
      boss: planOf([task("a"), task("b", ["a"]), task("slow")]),
      hand(call, said) {
        if (/do slow/.test(said)) return { text: "Done slow.", delayMs: gate.opened.has("slow") ? 0 : 3_000 };
        if (/do a/.test(said) && ++tries <= 6) return { error: new Error("broken") };
        return gate.opened.size > 9 ? gate.hand(call, said) : { text: "Done." };
      },
    });
    const { run } = (await api.call("POST", "/api/runs", { text: "Do it.", team: "crew" })).body;
    const path = `/api/runs/${run}/plan`;
    await api.follow(run, (event) => event.type === "task-end" && event.path === "b");
    tries = 99;
    const change = await api.call("PATCH", path, { operations: [{ op: "retry", id: "a" }] });
    expect(change.body).toMatchObject({ state: "running" });
    const events = await api.follow(run);
    const ends = Object.fromEntries(
      events.flatMap((event) => (event.type === "task-end" ? [[event.path, event["state"]] as const] : [])),
    );
    expect(ends).toMatchObject({ a: "failed", b: "skipped", "a-2": "done", "b-2": "done", slow: "done" });
    expect(events.at(-1)).toMatchObject({ state: "done" });
  });

  it("keeps an edit over a crash of the server", async () => {
    const dir = mkdtempSync(join(tmpdir(), "thorp-plan-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const gate = gates();
    const first = await openApi({ boss: planOf([task("a")]), hand: gate.hand }, { dir });
    const { run } = (await first.call("POST", "/api/runs", { text: "Do it.", team: "crew" })).body;
    await started(first, run, "a");
    const change = await first.call("PATCH", `/api/runs/${run}/plan`, {
      operations: [{ op: "add", task: added("extra", ["a"]) }],
    });
    expect(change.status).toBe(200);
    await first.server[Symbol.asyncDispose]();
    gate.opened.add("a").add("extra");
    const second = await openApi({ boss: planOf([task("a")]), hand: gate.hand }, { dir, recover: true });
    const events = await second.follow(run);
    expect(events.flatMap((event) => (event.type === "task-end" ? [event.path] : []))).toEqual(["a", "extra"]);
    expect(events.filter(({ type }) => type === "plan-edit")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ state: "done" });
  });
});
