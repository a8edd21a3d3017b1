import { expect, it, vi } from "vitest";
import { createAccounts } from "../accounts/create-accounts.ts";
import { createSystemClock } from "../base/clock.ts";
import type { SignalEvent } from "../events/event.ts";
import { requestOf } from "../orchestration/test-world.ts";
import { createMemoryStore } from "../storage/memory/memory-store.ts";
import { standingScopes } from "../wire/standing.ts";
import { keepStandingApprovals } from "./standing-approvals.ts";

async function world() {
  const clock = createSystemClock();
  const store = createMemoryStore({ clock });
  const accounts = createAccounts({
    ...{ tables: store.accounts, documents: [], clock, newId: (prefix) => `${prefix}_1`, env: {} },
    spend: () => store.spend(),
  });
  const answers: string[] = [];
  const signal = (run: string, answer: SignalEvent): boolean => {
    if (answer.type === "approval-answer") answers.push(`${run} ${answer.approval} ${answer.by}`);
    return true;
  };
  keepStandingApprovals({ store, rules: accounts.approvals, signal });
  const append = async (run: string, body: object): Promise<void> => {
    store.append({ run, at: 1, body: { path: "", ...body } as never });
    await store.committed(run);
  };
  return {
    ...{ accounts, answers },
    begin: (run: string, conversation: string, user?: string) => {
      const owner = user === undefined ? {} : { owner: { user, name: user, role: "member" as const } };
      const request = requestOf({ conversation: conversation as never, ...(owner as object) });
      return append(run, { type: "run-start", request, team: "t", teamHash: "", seed: "s" });
    },
    ask: (run: string, approval: string, folder: string) => {
      const stands = [{ match: "folder", value: folder, scopes: standingScopes }];
      return append(run, {
        type: "approval-ask",
        approval,
        tool: "write",
        effect: "write",
        summary: "s",
        why: "w",
        stands,
      });
    },
    answer: (run: string, approval: string, scope: string) =>
      append(run, { type: "approval-answer", approval, allow: true, by: "person", scope, match: "folder" }),
  };
}

it.each([
  ["run", ["one a2 policy"]],
  ["conversation", ["one a2 policy", "two b1 policy"]],
  ["always", ["one a2 policy", "two b1 policy", "three c1 policy"]],
])("allowed for the %s", async (scope, expected) => {
  const { begin, ask, answer, answers, accounts } = await world();
  for (const [run, conversation] of [
    ["one", "here"],
    ["two", "here"],
    ["three", "there"],
  ] as const)
    await begin(run, conversation);
  await ask("one", "a1", "/work/notes");
  await answer("one", "a1", scope);
  await vi.waitFor(() => expect(accounts.approvals.list()).toHaveLength(scope === "run" ? 0 : 1));
  await ask("one", "a2", "/work/notes/deep");
  await ask("two", "b1", "/work/notes");
  await ask("three", "c1", "/work/notes");
  await ask("three", "c2", "/work/elsewhere");
  await vi.waitFor(() => expect([...answers].sort()).toEqual([...expected].sort()));
});

it("holds for the person who gave it, and until it is taken back", async () => {
  const { begin, ask, answer, answers, accounts } = await world();
  await begin("one", "here", "ada");
  await begin("two", "there", "bob");
  await begin("three", "elsewhere", "ada");
  await ask("one", "a1", "/work/notes");
  await answer("one", "a1", "always");
  await vi.waitFor(() => expect(accounts.approvals.list("ada")).toHaveLength(1));
  await ask("two", "b1", "/work/notes");
  await ask("three", "c1", "/work/notes");
  await vi.waitFor(() => expect(answers).toEqual(["three c1 policy"]));
  const [rule] = accounts.approvals.list();
  expect(await accounts.approvals.remove(rule?.id ?? "", { who: "ada" })).toBe(true);
  expect(await accounts.approvals.remove(rule?.id ?? "", { who: "ada" })).toBe(false);
  await ask("three", "c2", "/work/notes");
  await ask("one", "a2", "/work/notes");
  // What was allowed for later counts for the rest of its own run as well.
  await vi.waitFor(() => expect(answers).toEqual(["three c1 policy", "one a2 policy"]));
});
