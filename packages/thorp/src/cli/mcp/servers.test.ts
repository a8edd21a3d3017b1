/** `thorp mcp add`, `check`, `list`, `show` and `remove` as processes, with a thorp.yaml of their own. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type CliFolder, createCliFolder, startCli } from "../testing-process.ts";

const program = fileURLToPath(new URL("../../tools/mcp/testing-server.ts", import.meta.url));

async function thorp(folder: CliFolder, ...argv: readonly string[]) {
  const { out, err, ended } = startCli(folder, argv);
  return { code: await ended, out: out(), err: err() };
}

it("takes a server in, agrees to it, says what changed, and lets it go", async () => {
  const folder = createCliFolder();
  const file = join(folder.cwd, "thorp.yaml");
  writeFileSync(file, "# Mine.\ntimeZone: UTC # here\n");
  const add = ["mcp", "add", "test", "--env", "GREETING=hello"];
  const refused = await thorp(folder, ...add, "--", process.execPath, program, "good");
  expect([refused.code, refused.err]).toEqual([6, expect.stringContaining("Nobody is here to agree")]);
  expect(refused.err).toContain(`test starts ${process.execPath} ${program} good`);
  expect(readFileSync(file, "utf8")).toMatch(/^# Mine\.\ntimeZone: UTC # here\nmcp:\n {2}test:\n {4}command: /);
  expect((await thorp(folder, "mcp", "list")).out).toContain("not agreed to");
  expect(await thorp(folder, "mcp", "show", "test")).toMatchObject({
    code: 2,
    err: expect.stringContaining("thorp mcp check test"),
  });

  const checked = await thorp(folder, "mcp", "check", "test", "--yes");
  expect(checked).toMatchObject({ code: 0, out: expect.stringContaining("test_echo (says of itself: readOnly)") });
  expect(checked.err).toContain("tools: [mcp:test]");
  const list = await thorp(folder, "mcp", "list", "--json");
  expect(JSON.parse(list.out)).toMatchObject([{ name: "test", kind: "program", record: { protocol: "2025-11-25" } }]);
  expect((await thorp(folder, "mcp", "check", "test")).err).toContain("Nothing has changed");
  expect((await thorp(folder, "tools", "--json")).out).toContain("test_echo");
  expect((await thorp(folder, "mcp", "show", "tset")).err).toContain("Did you mean test?");

  expect((await thorp(folder, "mcp", "remove", "test")).code).toBe(0);
  expect(readFileSync(file, "utf8")).toBe("# Mine.\ntimeZone: UTC # here\n");
  expect((await thorp(folder, "mcp", "list")).err).toContain("names no MCP servers");
}, 120_000);

it.each([
  [["mcp", "add", "Bad Name", "--", "x"], 2, "is no name for a server"],
  [["mcp", "add", "a", "https://example.org/mcp", "--network"], 2, "--network are for programs"],
  [["mcp", "add", "a", "--env", "nothing", "--", "x"], 2, "NAME=VALUE"],
  [["mcp", "check", "nobody"], 2, "no MCP server nobody"],
  [["mcp", "login", "nobody"], 2, "no MCP server nobody"],
  [["mcp", "lits"], 2, "Did you mean mcp list?"],
])(
  "%s is refused in words",
  async (argv, code, words) => {
    expect(await thorp(createCliFolder(), ...argv)).toMatchObject({ code, err: expect.stringContaining(words) });
  },
  30_000,
);
