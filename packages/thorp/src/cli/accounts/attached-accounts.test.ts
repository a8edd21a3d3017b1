/** Commands about people while a server has the data folder, and against one elsewhere. */
import { afterEach, expect, it } from "vitest";
import { createCliFolder, type StartedCli, startCli } from "../testing-process.ts";

const started: StartedCli[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill("SIGKILL");
});

it("say and do the same as in a process of their own, each by its right", async () => {
  const folder = createCliFolder();
  const server = startCli(folder, ["serve", "--json", "--port", "0"]);
  started.push(server);
  await server.shows('"resumed"');
  const { url } = JSON.parse(server.out()) as { url: string };
  const run = async (argv: readonly string[], options: Parameters<typeof startCli>[2] = {}) => {
    const cli = startCli(options.env === undefined ? folder : createCliFolder(), argv, options);
    return { code: await cli.ended, out: cli.out(), err: cli.err() };
  };

  expect(await run(["users", "add", "bob"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("must be an admin"),
  });
  expect((await run(["users", "add", "ada", "--role", "admin"])).out).toMatch(
    new RegExp(`^${url.replaceAll(".", "\\.")}/#link=[\\w-]{43}\\n$`),
  );
  expect(await run(["users", "add", "bob"])).toMatchObject({ code: 0 });
  expect((await run(["users"])).out).toMatch(/ada +admin +no password yet/);
  const admin = (await run(["keys", "add", "ADA", "--scopes", "account,admin,runs:read"])).out.trim();
  const member = (await run(["keys", "add", "bob", "--scopes", "account,runs:read"])).out.trim();
  expect((await run(["keys"])).out).toContain(`…${member.slice(-4)}`);
  expect(await run(["budgets", "set", "2.5", "--user", "bob", "--per", "month"])).toMatchObject({ code: 0, err: "" });
  expect(await run(["credentials", "set", "WEATHER_KEY"], { input: "a-long-secret-of-weather" })).toMatchObject({
    code: 0,
  });
  expect(await run(["preferences", "set", "language=de", "--user", "bob"])).toMatchObject({ code: 0, err: "" });

  expect(await run(["policy", "rules", "--json"])).toMatchObject({ code: 0, out: "[]\n" });
  expect(await run(["policy", "rules", "remove", "rule_x"])).toMatchObject({ code: 2 });
  expect(await run(["inbox"])).toMatchObject({ code: 0, err: expect.stringContaining("Nothing waits") });

  const elsewhere = (key: string) => ({ env: { THORP_SERVER: url, THORP_API_KEY: key } });
  expect((await run(["budgets"], elsewhere(admin))).out).toMatch(/user +bob +month +\$2\.5 +\$0/);
  expect((await run(["credentials"], elsewhere(admin))).out).toContain("WEATHER_KEY");
  expect((await run(["credentials", "rotate"], elsewhere(admin))).err).toContain("1 credential sealed");
  expect(await run(["credentials", "remove", "WEATHER_KEY"], elsewhere(admin))).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse((await run(["preferences", "--json"], elsewhere(member))).out)).toEqual({ language: "de" });
  const log = await run(["audit", "--verify"], elsewhere(admin));
  expect(log.err).toBe("The log is as it was written.\n");
  expect(log.out).toContain("  ada  credential-remove  ");

  expect((await run(["users"], elsewhere(member))).err).toContain("No users");
  expect(await run(["users", "add", "eve"], elsewhere(member))).toMatchObject({ code: 4 });
  expect(await run(["audit"], elsewhere(member))).toMatchObject({ code: 4 });
  expect((await run(["keys"], elsewhere(member))).out).not.toContain(`…${admin.slice(-4)}`);
}, 120_000);
