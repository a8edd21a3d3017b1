import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { failureFrom } from "../../base/errors.ts";
import { listTeams, loadTeam } from "./load-team.ts";

const teamYaml = "name: crew\ndescription: A crew.\n";
const boss = "---\nname: boss\nkind: manager\ndescription: Leads.\n---\nLead.\n";

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "thorp-teams-"));
  folder = join(parent, "crew");
  await write({ "team.yaml": teamYaml, "agents/boss.md": boss });
});
afterEach(() => rm(parent, { recursive: true }));

async function write(files: Readonly<Record<string, string | Uint8Array>>, to: string = folder): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await writeFile(join(to, path), content);
  }
}

/** Messages without the folder; empty when the team loads. */
async function problems(): Promise<string[]> {
  const failure = await loadTeam(folder).then(() => undefined, failureFrom);
  if (failure === undefined) return [];
  expect(failure.code).toBe("team-invalid");
  const lines = failure.message.split("\n").map((line) => line.trim());
  return lines.filter((line) => line.startsWith(folder)).map((line) => line.slice(folder.length + 1));
}

test("reads the team's files and passes over everything else", async () => {
  await write({
    "skills/sums/SKILL.md": "---\nname: sums\ndescription: Adds.\n---\nAdd.",
    "skills/sums/scripts/run.js": "throw 1",
    "skills/README.md": "x",
    "agents/notes.txt": "x",
    "agents/.boss.md.swp": "x",
    "tools/index.js": "throw 1",
    "README.md": "x",
  });
  const team = await loadTeam(folder);
  expect(Object.keys(team.files)).toEqual(["agents/boss.md", "skills/sums/SKILL.md", "team.yaml"]);
  expect((await loadTeam(`${folder}/`)).hash).toBe(team.hash);
});

test("a folder that is not there is an unknown team", async () => {
  await expect(loadTeam(join(parent, "nobody"))).rejects.toMatchObject({ code: "team-unknown" });
  await expect(loadTeam(join(folder, "team.yaml"))).rejects.toMatchObject({ code: "team-unknown" });
});

test("a misspelt team.yaml is found", async () => {
  await rm(join(folder, "team.yaml"));
  await write({ "team.yml": teamYaml });
  expect(await problems()).toEqual(["team.yaml:1:1: missing; should team.yml be called team.yaml?"]);
});

const bomb = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcdefgh".split("").map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[i]}`).join(", ")}]`),
];
const hostile: readonly [string, Readonly<Record<string, string | Uint8Array>>, readonly string[]][] = [
  [
    "binary",
    { "team.yaml": Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]) },
    ["team.yaml:1:1: not UTF-8 text (a binary file?)"],
  ],
  [
    "control characters",
    { "agents/boss.md": boss.replace("Lead.\n", "Le\u0000ad") },
    ["agents/boss.md:6:3: not text: the control character U+0000 stands here"],
  ],
  [
    "huge",
    { "agents/big.md": "x".repeat(256 * 1024 + 1) },
    ["agents/big.md:1:1: too large: 257 KB; at most 256 KB are read"],
  ],
  [
    "alias bomb",
    { "team.yaml": `${teamYaml}${bomb.join("\n")}` },
    ["team.yaml:4:8: too many aliases; write the values out"],
  ],
  [
    "alias of nothing",
    { "team.yaml": `${teamYaml}top: *boss` },
    ["team.yaml:3:6: an alias (*name) has no anchor (&name) before it"],
  ],
  [
    "alias of itself",
    { "team.yaml": `${teamYaml}models: &m { a: *m }` },
    ["team.yaml:3:17: `models.a` must be text, not keys with values"],
  ],
  [
    "duplicate keys",
    { "agents/boss.md": boss.replace("kind", "name: other\nkind") },
    ["agents/boss.md:3:1: the key `name` stands twice"],
  ],
  ["tabs", { "team.yaml": `${teamYaml}limits:\n\tdepth: 2` }, ["team.yaml:4:1: a tab stands where YAML wants spaces"]],
  [
    "no opening fence",
    { "agents/boss.md": boss.slice(4) },
    ["agents/boss.md:1:1: the file must begin with a line `---`, its keys, and `---` again"],
  ],
  [
    "no closing fence",
    { "agents/boss.md": boss.replace("---\nLead.", "Lead.") },
    ["agents/boss.md:1:1: the front matter that begins here is never closed by a line `---`"],
  ],
  [
    "code by tag",
    { "team.yaml": "name: crew\ndescription: !!js/function 'x'" },
    ["team.yaml:2:14: not valid YAML: unresolved tag: tag:yaml.org,2002:js/function"],
  ],
  ["keys that are lists", { "team.yaml": `${teamYaml}? [a]\n: b` }, ["team.yaml:3:3: a key must be plain text"]],
  [
    "two documents",
    { "team.yaml": `${teamYaml}---\nname: other` },
    ["team.yaml:3:1: a second document begins here; one is allowed"],
  ],
  [
    "open quote",
    { "team.yaml": "name: crew\ndescription: 'A crew" },
    ["team.yaml:2:21: not valid YAML: missing closing 'quote"],
  ],
];

test.each(hostile)("%s is refused with its place", async (_what, files, expected) => {
  await write(files);
  expect(await problems()).toEqual(expected);
});

test("deep nesting and thousands of keys end soon, in a message", async () => {
  await write({ "team.yaml": "[".repeat(200_000) });
  expect(await problems()).toEqual([expect.stringMatching(/^team\.yaml:1:\d+: nested too deeply$/)]);
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`);
  await write({ "team.yaml": `${teamYaml}${keys.join("\n")}` });
  const failure = await loadTeam(folder).catch(failureFrom);
  expect(failure).toMatchObject({ message: expect.stringContaining("has 20000 problems") });
  expect(failure).toMatchObject({ message: expect.stringMatching(/\n {2}and 19900 more$/) });
});

test("a byte order mark and Windows line ends do no harm, and places stay right", async () => {
  const before = await loadTeam(folder);
  await write({ "team.yaml": `\uFEFF${teamYaml}`, "agents/boss.md": `\uFEFF${boss.replaceAll("\n", "\r\n")}` });
  expect((await loadTeam(folder)).hash).toBe(before.hash);
  await write({ "agents/boss.md": `\uFEFF${boss.replace("kind", "knd").replaceAll("\n", "\r\n")}` });
  expect(await problems()).toEqual([
    "agents/boss.md:2:1: missing key `kind`",
    "agents/boss.md:3:1: unknown key `knd`; did you mean `kind`?",
  ]);
});

test("links inside a team are refused, wherever they stand", async () => {
  const secret = join(parent, "secret.md");
  await write({ "secret.md": boss, "elsewhere/SKILL.md": "---\nname: s\ndescription: x\n---\n" }, parent);
  await symlink(secret, join(folder, "agents", "spy.md"));
  await mkdir(join(folder, "skills"));
  await symlink(join(parent, "elsewhere"), join(folder, "skills", "s"));
  const message = "a symbolic link; a team's files must be in its folder";
  expect(await problems()).toEqual([`agents/spy.md:1:1: ${message}`, `skills/s:1:1: ${message}`]);
  await rm(join(folder, "agents"), { recursive: true });
  await rm(join(folder, "skills"), { recursive: true });
  await symlink(parent, join(folder, "agents"));
  expect(await problems()).toContain(`agents:1:1: ${message}`);
});

test.skipIf(process.platform === "win32")("a named pipe does not hold the loader up", async () => {
  execFileSync("mkfifo", [join(folder, "agents", "pipe.md")]);
  await mkdir(join(folder, "agents", "folder.md"));
  expect(await problems()).toEqual(["agents/folder.md:1:1: not a plain file", "agents/pipe.md:1:1: not a plain file"]);
});

test("more than 200 files are not even opened", async () => {
  await write(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`agents/a${i}.md`, "x"])));
  await expect(loadTeam(folder)).rejects.toThrow("crew:1:1: a team has at most 200 files; this has 202");
});

test("teams are listed by name, the earlier folder first, broken ones with their failure", async () => {
  const second = join(parent, "more");
  await write(
    { "crew/team.yaml": "name: crew", "band/team.yaml": "name: bnad\ndescription: x", "empty/x.txt": "" },
    second,
  );
  const entries = await listTeams([parent, second, join(parent, "nowhere")]);
  expect(entries.map((entry) => [entry.name, entry.folder, entry.ok])).toEqual([
    ["band", join(second, "band"), false],
    ["crew", folder, true],
  ]);
  expect(entries[0]).toMatchObject({
    failure: { code: "team-invalid", message: expect.stringContaining("`name` is `bnad`") },
  });
});
