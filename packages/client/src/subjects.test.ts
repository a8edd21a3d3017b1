/** The parts of the client by subject, against the real server: each route once, and what it refuses. */
import { describe, expect, it } from "vitest";
import { exportConversation } from "../../thorp/src/engine/conversation-export/export-conversation.ts";
import { type ApiBench, openApi, type ScriptOf } from "../../thorp/test/api/api-bench.ts";
import { createThorpClient, type ThorpClient } from "./client.ts";
import type { InboxItem } from "./wire/inbox.generated.ts";
import type { Load } from "./wire/usage.generated.ts";

const task = (id: string, needs: readonly string[] = []) => ({ id, goal: `do ${id}`, agent: "hand", needs });
const planning: ScriptOf = (call) =>
  call.tools === undefined
    ? { text: "All done." }
    : { toolCalls: [{ name: "plan", input: { tasks: [task("a"), task("b", ["a"])] } }] };

async function open(...bench: Parameters<typeof openApi>): Promise<{ api: ApiBench; thorp: ThorpClient }> {
  const api = await openApi(...bench);
  return { api, thorp: createThorpClient({ baseURL: api.server.url }) };
}

async function answered(thorp: ThorpClient, ...call: Parameters<ThorpClient["ask"]>) {
  const asked = await thorp.ask(...call);
  await asked.answer();
  return asked;
}

describe("conversations", () => {
  it("are listed page by page, found, named, taken along and deleted", async () => {
    const { thorp, api } = await open({ one: () => ({ text: "Hens lay eggs." }) });
    const first = await answered(thorp, "What do hens do?");
    const second = await answered(thorp, "And ducks?");
    const newest = await thorp.conversations.list({ limit: 1 });
    expect(newest.conversations.map(({ id }) => id)).toEqual([second.conversation]);
    const last = await thorp.conversations.list({ limit: 1, cursor: newest.next ?? "" });
    expect([last.conversations.map(({ id }) => id), last.next]).toEqual([[first.conversation], undefined]);

    expect(await thorp.conversations.rename(first.conversation, "Poultry")).toMatchObject({ title: "Poultry" });
    const { found, isCut } = await thorp.conversations.search("hens do", { limit: 5 });
    expect(isCut).toBe(false);
    expect(found).toMatchObject([{ title: "Poultry", message: { text: "What do hens do?", run: first.run } }]);
    expect(await thorp.conversations.export(first.conversation)).toMatchObject({
      exchanges: [{ request: "What do hens do?", answer: "Hens lay eggs." }],
    });
    const data = await thorp.conversations.export(first.conversation);
    for (const format of ["md", "html"] as const)
      expect(await thorp.conversations.exportText(first.conversation, format)).toBe(
        exportConversation(data as Parameters<typeof exportConversation>[0], format),
      );
    const page = await fetch(`${api.server.url}/api/conversations/${first.conversation}/export?format=html`);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''Poultry.html");
    expect(page.headers.get("content-security-policy")).toContain("sandbox; default-src 'none'");
    const wrong = await fetch(`${api.server.url}/api/conversations/${first.conversation}/export?format=pdf`);
    expect(wrong.status).toBe(400);
    await thorp.conversations.delete(first.conversation);
    await expect(thorp.conversations.show(first.conversation)).rejects.toMatchObject({ code: "conversation-unknown" });
  });

  it("grow branches when something is asked again, and lose what is taken back", async () => {
    let answers = 0;
    const { thorp } = await open({ one: () => ({ text: `Answer ${++answers}.` }) });
    const first = await answered(thorp, "One");
    const again = await thorp.runs.retry(first.run);
    expect(await again.answer()).toBe("Answer 2.");
    const edited = await thorp.runs.retry(first.run, { text: "Another" });
    expect(await edited.answer()).toBe("Answer 3.");
    const { conversation } = edited;
    expect(conversation).toBe(first.conversation);
    expect(await thorp.conversations.show(conversation)).toMatchObject({ head: edited.run, tree: [{}, {}, {}] });
    const { exchanges } = await thorp.conversations.exchanges(conversation);
    expect(exchanges).toMatchObject([
      { branches: [first.run, again.run, edited.run], messages: [{ text: "Another" }, { text: "Answer 3." }] },
    ]);
    const beside = await thorp.conversations.exchanges(conversation, { through: again.run, limit: 1 });
    expect(beside.exchanges.map(({ run }) => run.id)).toEqual([again.run]);

    expect(await thorp.runs.undo(edited.run, { forget: true })).toEqual({ restored: [], removed: [], left: [] });
    expect(await thorp.conversations.show(conversation)).toMatchObject({ head: again.run });
    await thorp.runs.delete(edited.run);
    await expect(thorp.runs.undo(edited.run)).rejects.toMatchObject({ code: "run-unknown", status: 404 });
  });
});

describe("plans", () => {
  it("are changed by who has seen them, and let run", async () => {
    const { thorp } = await open({ boss: planning, hand: () => ({ text: "Done." }) });
    const asked = await thorp.ask({ text: "Do it.", team: "crew", interactive: true, approvePlan: true });
    for await (const update of asked) if (update.kind === "event" && update.type === "plan-propose") break;
    const { revision, plan } = await thorp.plans.show(asked.run);
    const added = { ...task("c", ["a"]), capability: "hand" };
    const edited = await thorp.plans.edit(asked.run, [{ op: "add", task: added }], { revision });
    expect(edited).toMatchObject({ revision: revision + 1, state: "proposed" });
    const late = { code: "plan-changed", status: 412 };
    await expect(thorp.plans.edit(asked.run, [{ op: "remove", id: "c" }], { revision })).rejects.toMatchObject(late);
    await expect(thorp.plans.replace(asked.run, plan, revision)).rejects.toMatchObject(late);
    await expect(thorp.plans.approve(asked.run, { revision })).rejects.toMatchObject(late);
    await expect(thorp.plans.retry(asked.run, "a")).rejects.toMatchObject({ code: "plan-invalid" });
    const skipped = await thorp.plans.skip(asked.run, "b", { revision: edited.revision });
    await thorp.plans.approve(asked.run, { revision: skipped.revision });
    expect(await asked.answer()).toBe("All done.");
    const starts = (await thorp.runs.events(asked.run)).filter(({ type }) => type === "task-start");
    expect(starts.map(({ path }) => path)).toEqual(["a", "c"]);
  });

  it("are given whole, or not let run", async () => {
    const { thorp } = await open({ boss: planning });
    const asked = await thorp.ask({ text: "Do it.", team: "crew", interactive: true, approvePlan: true });
    for await (const update of asked) if (update.kind === "event" && update.type === "plan-propose") break;
    const { revision, plan } = await thorp.plans.show(asked.run);
    const shorter = { ...plan, tasks: plan.tasks.slice(0, 1) };
    expect((await thorp.plans.replace(asked.run, shorter, revision)).plan.tasks.map(({ id }) => id)).toEqual(["a"]);
    await thorp.plans.approve(asked.run, { allow: false });
    await expect(asked.answer()).rejects.toMatchObject({ name: "ThorpRunError", state: "cancelled" });
  });
});

describe("the inbox", () => {
  it("shows what waits as it changes, and takes the answer to each kind", async () => {
    let asks = 0;
    const { thorp } = await open({
      boss: (call, said) =>
        asks++ === 0
          ? { toolCalls: [{ name: "ask_person", input: { question: "Which one?" } }] }
          : planning(call, said),
      hand: (_call, said) =>
        said.includes("added one")
          ? { text: "Written." }
          : { toolCalls: [{ name: "add_line", input: { line: "one" } }] },
    });
    const asked = await thorp.ask({ text: "Do it.", team: "crew", interactive: true, approvePlan: true });
    const kinds = new Set<string>();
    const ended = asked.answer();
    const stop = new AbortController();
    const reading = (async () => {
      for await (const items of thorp.inbox.follow({ signal: stop.signal }))
        for (const item of items) {
          kinds.add(item.kind);
          await answerItem(thorp, item).catch((error: unknown) => {
            // The list came once more before the answer was recorded.
            expect(error).toMatchObject({ code: expect.stringMatching(/^(?:run-state|plan-changed)$/) });
          });
        }
    })();
    expect(await ended).toBe("All done.");
    stop.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    expect([...kinds].sort()).toEqual(["approval", "plan", "question"]);
    expect(await thorp.inbox.list()).toEqual([]);
    const events = await thorp.runs.events(asked.run);
    expect(events).toContainEqual(expect.objectContaining({ type: "question-answer", text: "The first." }));
    expect(events).toContainEqual(expect.objectContaining({ type: "approval-answer", by: "person", allow: true }));
  });
});

function answerItem(thorp: ThorpClient, item: InboxItem): Promise<void> {
  switch (item.kind) {
    case "question":
      return thorp.inbox.answer(item, { text: "The first." });
    case "approval":
      return thorp.inbox.answer(item, { allow: true, ...(item.mayStand ? { scope: "run" as const } : {}) });
    case "plan":
      return thorp.inbox.answer(item, { allow: true });
  }
}

describe("what a run left", () => {
  it("are files, what its calls saw, and what a replay decides otherwise", async () => {
    const { thorp } = await open();
    const attachments = [{ name: "note.txt", mediaType: "text/plain", base64: btoa("hello") }];
    const { run } = await answered(thorp, { text: "Look", attachments });
    const [file] = await thorp.artifacts.list(run);
    expect(file).toMatchObject({ kind: "attachment", title: "note.txt", bytes: 5 });
    const blob = await thorp.artifacts.read(run, file?.id ?? "");
    expect([await blob.text(), blob.type]).toEqual(["hello", "text/plain;charset=utf-8"]);
    await expect(thorp.artifacts.read(run, "../other")).rejects.toMatchObject({ code: "blob-unknown" });

    const { modelCalls } = await thorp.runs.show(run);
    const seen = await thorp.runs.call(run, { step: modelCalls[0]?.step ?? "" });
    expect(JSON.stringify(seen.messages)).toContain("Look");
    expect(seen.isExact).toBe(true);
    expect(await thorp.runs.replay(run)).toEqual([]);
    expect((await thorp.runs.replay(run, { team: "crew" })).length).toBeGreaterThan(0);
  });

  it("is what persons think of it", async () => {
    const { thorp } = await open();
    const { run } = await answered(thorp, "What is it?");
    await thorp.feedback.give(run, { rating: "down", reason: "too short" });
    expect(await thorp.feedback.show(run)).toMatchObject([{ run, rating: "down", reason: "too short" }]);
    await thorp.feedback.give(run, {});
    expect(await thorp.feedback.show(run)).toEqual([]);
    await expect(thorp.feedback.give("run_0", { rating: "up" })).rejects.toMatchObject({ code: "run-unknown" });
  });
});

it("lists runs by what they are, page by page", async () => {
  const { thorp } = await open();
  const hens = await answered(thorp, "hens");
  const ducks = await answered(thorp, "ducks");
  const ids = async (query: Parameters<ThorpClient["runs"]["list"]>[0]) =>
    (await thorp.runs.list(query)).map(({ id }) => id);
  expect(await ids({ limit: 1 })).toEqual([ducks.run]);
  expect(await ids({ limit: 1, cursor: ducks.run })).toEqual([hens.run]);
  expect(await ids({ q: "HEN", state: "done", team: "solo", unfinished: undefined })).toEqual([hens.run]);
});

it("gives figures, also as they change", async () => {
  const { thorp } = await open();
  const stop = new AbortController();
  const begun: number[] = [];
  const reading = (async () => {
    for await (const { runs } of thorp.usage.follow({ window: "7d", signal: stop.signal })) {
      begun.push(runs.begun);
      if (runs.begun > 0) return;
    }
  })();
  await expect.poll(() => begun[0], { timeout: 15_000 }).toBe(0);
  await answered(thorp, "Hello");
  await reading;
  expect(await thorp.usage.show({ window: "30d" })).toMatchObject({ runs: { begun: 1, byState: { done: 1 } } });
  const shown = await thorp.usage.show();
  expect(shown.byModel).toMatchObject([{ key: "one", calls: 1 }]);
  expect(shown.byHour).toMatchObject([{ key: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d$/), calls: 1 }]);
});

it("tells what the machine and the model servers have to do, measured since the look before", async () => {
  const { thorp } = await open();
  await answered(thorp, "Hello");
  const stop = new AbortController();
  const looks: Load[] = [];
  for await (const load of thorp.usage.followLoad({ signal: stop.signal })) if (looks.push(load) === 2) break;
  const [first, second] = looks;
  expect([first?.process.cpu, first?.process.lag]).toEqual([undefined, undefined]);
  expect(second?.process.cpu).toBeGreaterThan(0);
  expect(second?.process.lag?.p99).toBeGreaterThanOrEqual(second?.process.lag?.p50 ?? Number.NaN);
  expect(second?.calls).toMatchObject({ waiting: 0, running: 0, servers: [{ running: 0, slots: expect.any(Number) }] });
  expect(second?.machine.data).toBeGreaterThan(0);
  expect(second?.machine.freeDisk).toBeGreaterThan(0);
});

it("keeps preferences", async () => {
  const { thorp } = await open();
  expect(await thorp.preferences.show()).toEqual({});
  expect(await thorp.preferences.set({ language: "de", length: "short" })).toEqual({ language: "de", length: "short" });
  expect(await thorp.preferences.set({ units: "metric" })).toEqual({ units: "metric" });
  expect(await thorp.preferences.show()).toEqual({ units: "metric" });
});
