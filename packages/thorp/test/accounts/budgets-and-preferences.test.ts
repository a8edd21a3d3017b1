/** Money and wishes of people, from end to end: real engine, scripted provider that is paid. */
import { describe, expect, it } from "vitest";
import { openBench, serve } from "../bad-input/test-bench.ts";

const actor = { who: "test" };
const today = () => new Date().toISOString().slice(0, 10);

async function paidBench() {
  const { catalogue, server } = await serve(() => ({
    text: "Es ist gut so, und das ist die ganze Antwort für heute.",
  }));
  const bench = await openBench({ catalogues: [catalogue], team: "paid" });
  return { bench, chats: () => server.requests.filter(({ method }) => method === "POST") };
}

describe("a budget", () => {
  it.each([
    ["of a user and day", { of: "user", name: "usr_a", per: "day" }, `user:usr_a/${today()}`],
    ["of a key, for ever", { of: "key", name: "key_a", per: "ever" }, "key:key_a"],
    ["of a team and month", { of: "team", name: "paid", per: "month" }, `team:paid/${today().slice(0, 7)}`],
    ["of everyone and day", { of: "everyone", name: "", per: "day" }, `day:${today()}`],
  ] as const)("%s stops the call that would go beyond it, and nobody else's", async (_whose, name, scope) => {
    const { bench, chats } = await paidBench();
    const { budgets } = bench.engine.accounts;
    await budgets.set({ ...name, limit: 0.0001 }, actor);
    const told = await bench.ask("What is it?", { owner: { user: "usr_a", key: "key_a" } });
    expect(told.end).toMatchObject({
      state: "failed",
      failure: {
        code: "budget-exceeded",
        message: expect.stringContaining(`the budget ${scope} of $0.0001`),
        hint: expect.stringContaining(`--per ${name.per}`),
      },
    });
    expect(chats()).toEqual([]);
    await budgets.set({ ...name, limit: 1 }, actor);
    const more = await bench.ask("What is it?", { owner: { user: "usr_a", key: "key_a" } });
    expect(more.end).toMatchObject({ state: "done" });
    const cost = (await bench.engine.showRun(more.run)).run.cost / 1e6;
    expect(cost).toBeGreaterThan(0);
    expect(await budgets.list()).toEqual([{ ...name, limit: 1, used: cost }]);
    expect(await budgets.remove(name, actor)).toBe(true);
    expect(await budgets.list()).toEqual([]);
  });

  it("of one user lets another one ask", async () => {
    const { bench } = await paidBench();
    await bench.engine.accounts.budgets.set({ of: "user", name: "usr_a", per: "day", limit: 0 }, actor);
    expect((await bench.ask("What is it?", { owner: { user: "usr_b" } })).end).toMatchObject({ state: "done" });
  });
});

it("runs of members read and write in a folder of their own, those of admins where the server does", async () => {
  const { bench } = await paidBench();
  const { users } = bench.engine.accounts;
  const admin = await users.create({ name: "ada", role: "admin" }, actor);
  const member = await users.create({ name: "bob", role: "member" }, actor);
  const workspaceOf = async (user: string) => {
    const { events } = await bench.ask("What is it?", { owner: { user } });
    return events[0]?.type === "run-start" ? events[0].request.workspace : "";
  };
  expect(await workspaceOf(admin.id)).toBe(bench.workspace);
  expect(await workspaceOf(member.id)).toBe(`${bench.dataDir}/people/${member.id}`);
});

describe("preferences", () => {
  it("reach the model in one short line, and only those that were set", async () => {
    const { bench, chats } = await paidBench();
    await bench.ask("Say what it is.");
    const plain = JSON.stringify(chats().at(-1)?.body["messages"]);
    await bench.engine.accounts.preferences.set(
      undefined,
      { language: "de", length: "short", units: "metric", timeZone: "Asia/Tokyo" },
      actor,
    );
    const { run } = await bench.ask("Say what it is.");
    const wished = JSON.stringify(chats().at(-1)?.body["messages"]);
    expect(wished).toContain("Answer in German, short, metric units, unless asked otherwise.");
    expect(wished.length - plain.length).toBeLessThan(80);
    const start = (await bench.engine.events(run))[0];
    expect(start).toMatchObject({
      request: { timeZone: "Asia/Tokyo", style: { language: "de", length: "short", units: "metric" } },
    });
  });

  it("of one person are not those of another", async () => {
    const { bench, chats } = await paidBench();
    await bench.engine.accounts.preferences.set("usr_a", { format: "plain" }, actor);
    await bench.ask("Say what it is.", { owner: { user: "usr_b" } });
    expect(JSON.stringify(chats().at(-1)?.body)).not.toContain("plain text");
    await bench.ask("Say what it is.", { owner: { user: "usr_a" } });
    expect(JSON.stringify(chats().at(-1)?.body)).toContain("plain text");
  });

  it("for a budget and a model hold unless the request names its own", async () => {
    const { bench } = await paidBench();
    await bench.engine.accounts.preferences.set(undefined, { budget: 0.0001, model: "far/two" }, actor);
    expect((await bench.ask("What is it?")).end).toMatchObject({ failure: { code: "budget-exceeded" } });
    expect((await bench.ask("What is it?", { budget: 1 })).end).toMatchObject({ state: "done" });
  });

  it("local-only lets no call leave, whoever asks for what model", async () => {
    const { bench, chats } = await paidBench();
    await bench.engine.accounts.preferences.set(undefined, { privacy: "local-only" }, actor);
    for (const more of [{}, { model: "far/two" }]) {
      const told = await bench.ask("What is it?", more);
      expect(JSON.stringify(told.end)).toContain("local-only");
    }
    expect(chats()).toEqual([]);
  });
});
