/** Approvals that stand: given with an answer, listed, taken back and made everyone's, over HTTP and by commands. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createThorpClient } from "../../../client/src/client.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { testingSurroundings } from "../../src/cli/testing-thorp.ts";
import { keyScopes, type Role } from "../../src/wire/accounts.ts";
import { type ApiBench, openApi, type ScriptOf } from "./api-bench.ts";

const boss: ScriptOf = (call) =>
  call.tools === undefined
    ? { text: "All done." }
    : { toolCalls: [{ name: "plan", input: { tasks: [{ id: "a", goal: "write lines", agent: "hand", needs: [] }] } }] };
const hand: ScriptOf = (_call, said) =>
  /added one|Not done|the ledger is closed/.test(said)
    ? { text: "Wrote." }
    : { toolCalls: [{ name: "add_line", input: { line: "one" } }] };

async function person(api: ApiBench, name: string, role: Role) {
  const { users, keys } = api.server.thorp.accounts;
  const { id } = await users.create({ name, role }, { who: "test" });
  const { key } = await keys.create({ user: id, name: "t", scopes: keyScopes }, { who: "test" });
  return { id, key, thorp: createThorpClient({ baseURL: api.server.url, key }) };
}

const request = { text: "do it", team: "crew", interactive: true } as const;

it("are given with an answer, belong to who gave them, and may be made everyone's by admins", async () => {
  const api = await openApi({ boss, hand });
  const [admin, ada, bob] = [
    await person(api, "root", "admin"),
    await person(api, "ada", "member"),
    await person(api, "bob", "member"),
  ];
  const first = await ada.thorp.ask(request);
  for await (const update of first) if (update.kind === "event" && update.type === "approval-ask") break;
  const [item] = await ada.thorp.inbox.list();
  if (item?.kind !== "approval") throw new Error("nothing waits");
  await ada.thorp.inbox.answer(item, { allow: true, scope: "always", match: "tool" });
  await first.answer();
  const [rule] = await ada.thorp.approvals.list();
  expect(rule).toMatchObject({ user: ada.id, tool: "add_line", match: "tool", value: "add_line" });
  const id = rule?.id ?? "";
  expect(await (await ada.thorp.ask(request)).answer()).toBe("All done.");

  expect(await bob.thorp.approvals.list()).toEqual([]);
  await expect(bob.thorp.approvals.remove(id)).rejects.toMatchObject({ code: "rule-unknown", status: 404 });
  await expect(ada.thorp.approvals.share(id)).rejects.toMatchObject({ code: "access-denied", status: 403 });
  const shared = await admin.thorp.approvals.share(id);
  expect(shared).toMatchObject({ user: "everyone", tool: "add_line" });
  expect(await bob.thorp.approvals.list()).toEqual([shared]);
  const others = await bob.thorp.ask(request);
  expect(await others.answer()).toBe("All done.");
  const answers = (await bob.thorp.runs.events(others.run)).filter(({ type }) => type === "approval-answer");
  expect(answers).toMatchObject([{ by: "policy", allow: true }]);

  await expect(bob.thorp.approvals.remove(shared.id)).rejects.toMatchObject({ code: "access-denied", status: 403 });
  await admin.thorp.approvals.remove(shared.id);
  await expect(admin.thorp.approvals.remove(shared.id)).rejects.toMatchObject({ code: "rule-unknown" });
  expect(await admin.thorp.approvals.list()).toEqual([]);
  expect((await admin.thorp.audit.list({})).entries.map(({ what }) => what)).toEqual(
    expect.arrayContaining(["approval-rule-add", "approval-rule-share", "approval-rule-remove"]),
  );
});

it("are given, listed and taken back by commands at a server", async () => {
  const api = await openApi({ boss, hand });
  const thorp = createThorpClient({ baseURL: api.server.url });
  const cli = async (...argv: readonly string[]) => {
    const surroundings = testingSurroundings({ cwd: mkdtempSync(join(tmpdir(), "thorp-inbox-")) });
    const code = await runCli([...argv, "--server", api.server.url], surroundings);
    return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
  };
  expect((await cli("inbox")).err).toBe("Nothing waits for you.\n");
  const asked = await thorp.ask(request);
  for await (const update of asked) if (update.kind === "event" && update.type === "approval-ask") break;
  const { out } = await cli("inbox");
  const [, id = ""] = /^([0-9a-f]{6}) .*approval/m.exec(out) ?? [];
  const shown = await cli("inbox", "show", id);
  expect(shown.out).toContain(`thorp inbox allow ${id} --for always --match tool   Allow always: whatever add_line`);
  expect(shown.out).toContain('"line": "one"');
  expect(await cli("inbox", "allow", id, "--for", "always", "--match", "host")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--match tool --for run|conversation|always"),
  });
  expect(await cli("inbox", "allow", id, "--for", "ever")).toMatchObject({ code: 2 });
  expect(await cli("inbox", "answer", id, "yes")).toMatchObject({ code: 2 });
  expect(await cli("inbox", "allow", id, "--for", "always")).toMatchObject({ code: 0 });
  expect(await asked.answer()).toBe("All done.");
  expect((await cli("inbox", "allow", id)).err).toContain(`Nothing called ${id} waits`);

  const rules = await cli("policy", "rules");
  expect(rules.out).toMatch(/rule_\w+ +personal +add_line +\w+ +tool add_line +everywhere/);
  const [rule = ""] = /rule_\w+/.exec(rules.out) ?? [];
  expect((await cli("policy", "rules", "share", rule)).out).toMatch(/Holds for everyone as rule_\w+/);
  const [shared = ""] = /rule_\w+/.exec((await cli("policy", "rules")).out) ?? [];
  expect((await cli("policy", "rules", "remove", shared)).out).toContain("Taken back");
  expect(JSON.parse((await cli("policy", "rules", "--json")).out)).toEqual([]);

  const again = await thorp.ask(request);
  for await (const update of again) if (update.kind === "event" && update.type === "approval-ask") break;
  expect(await cli("inbox", "deny", "first", "--because", "the ledger is closed")).toMatchObject({ code: 0 });
  await again.answer().catch(() => {});
  expect(JSON.stringify(api.models["hand"]?.calls.at(-1)?.prompt)).toContain("the ledger is closed");
});
