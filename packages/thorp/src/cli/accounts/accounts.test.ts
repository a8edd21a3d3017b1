/** Commands about people, over a real data folder. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import { runCli } from "../run-cli.ts";
import type { Surroundings } from "../surroundings.ts";
import { testingSurroundings } from "../testing-thorp.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-accounts-"));
});

const run = (...argv: string[]) => runWith({}, ...argv);

async function runWith(more: { readonly stdin?: Surroundings["stdin"] }, ...argv: string[]) {
  const surroundings = {
    ...testingSurroundings({ cwd, env: { XDG_DATA_HOME: join(cwd, "data"), XDG_CONFIG_HOME: join(cwd, "config") } }),
    openEngine: createEngine,
    ...more,
  };
  const code = await runCli(argv, surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}

it("makes users, keys and budgets, and the log tells of it without a secret", async () => {
  expect(await run("users", "add", "bob")).toMatchObject({
    code: 2,
    err: expect.stringContaining("The first user must be an admin"),
  });
  const added = await run("users", "add", "ada", "--role", "admin");
  expect(added).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4646\/#link=[\w-]{43}\n$/),
  });
  const made = await run("keys", "add", "ada", "--scopes", "runs:read,admin", "--days", "40000");
  expect(made.out).toMatch(/^thorp_key_[\w-]{43}\n$/);
  const key = made.out.trim();
  const keys = await run("keys");
  expect(keys.out).toContain(`…${key.slice(-4)}`);
  expect(await run("budgets", "set", "2.5", "--user", "ADA", "--per", "month")).toMatchObject({ code: 0, err: "" });
  expect((await run("budgets")).out).toMatch(/user +ada +month +\$2\.5 +\$0/);
  expect(await run("users", "role", "ada", "viewer")).toMatchObject({
    code: 2,
    err: expect.stringContaining("ada is the last admin"),
  });
  const [{ id }] = JSON.parse((await run("keys", "--json")).out) as [{ id: string }];
  expect(await run("keys", "revoke", id)).toMatchObject({ code: 0 });
  expect(await run("keys", "revoke", id)).toMatchObject({ code: 2 });
  const log = await run("audit", "--verify");
  expect(log.err).toBe("The log is as it was written.\n");
  expect(log.out.split("\n").map((line) => line.split("  ")[2] ?? "")).toEqual([
    ...["key-revoke", "budget-set", "key-create", "link-create", "user-create"],
    "",
  ]);
  for (const said of [log.out, (await run("audit", "--json")).out, keys.out, (await run("users", "--json")).out])
    for (const secret of [key, added.out.trim().split("=")[1] ?? "-"]) expect(said).not.toContain(secret);
});

it("stores a credential that is read from standard input, and the list of models knows of it", async () => {
  const text = "sk-or-made-up-and-long-enough";
  const variable = "OPENROUTER_API_KEY";
  const before = (await run("models")).out;
  expect(before).toContain(`needs the key ${variable}`);
  const stdin = (async function* () {
    yield `${text}\n`;
  })();
  expect(await runWith({ stdin }, "credentials", "set", variable)).toMatchObject({ code: 0 });
  expect((await run("models")).out).not.toContain(`needs the key ${variable}`);
  const listed = await run("credentials");
  expect(listed.out).toContain(variable);
  expect(listed.out).not.toContain(text);
  expect(await run("credentials", "rotate")).toMatchObject({ code: 0, err: expect.stringContaining("1 credential") });
  expect((await run("models")).out).not.toContain(`needs the key ${variable}`);
  expect(await run("credentials", "set", "not a name")).toMatchObject({ code: 2 });
  expect(await run("credentials", "remove", variable)).toMatchObject({ code: 0, err: "" });
  expect((await run("models")).out).toBe(before);
});

it("finds a line of the log that was changed", async () => {
  await run("users", "add", "ada", "--role", "admin");
  const db = new DatabaseSync(join(cwd, "data", "thorp", "core.db"));
  expect(() => db.exec("UPDATE audit SET at = 1")).toThrow("the audit log only grows");
  expect(() => db.exec("DELETE FROM audit")).toThrow("the audit log only grows");
  db.exec("DROP TRIGGER audit_keeps_lines");
  db.exec("UPDATE audit SET data = replace(data, 'ada', 'eve') WHERE seq = 1");
  db.close();
  expect(await run("audit", "--verify")).toMatchObject({
    code: 1,
    err: "Line 1 of the audit log is not what was written.\n",
  });
});

it("keeps preferences, refuses what is none, and takes one back", async () => {
  expect(await run("preferences", "set", "language=de", "budget=0.5")).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse((await run("preferences", "--json")).out)).toEqual({ language: "de", budget: 0.5 });
  expect(await run("preferences", "set", "language=")).toMatchObject({ code: 0 });
  expect(JSON.parse((await run("preferences", "--json")).out)).toEqual({ budget: 0.5 });
  expect(await run("preferences", "set", "colour=red")).toMatchObject({
    code: 2,
    err: expect.stringContaining("there are"),
  });
  expect(await run("preferences", "set", "timeZone=Nowhere/Land")).toMatchObject({
    code: 2,
    err: expect.stringContaining("timeZone: must be the name of a time zone"),
  });
});
