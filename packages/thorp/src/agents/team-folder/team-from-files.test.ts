import { expect, test } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import { toolOf } from "../../orchestration/test-world.ts";
import { createToolSpecs } from "../tool-specs.ts";
import { checkTeamTools, missingTools } from "./check-team-tools.ts";
import { teamFromFiles } from "./team-from-files.ts";

const teamYaml = "name: crew\ndescription: A crew.\n";
const boss = agentFile("name: boss", "kind: manager", "description: Leads.", "delegates: [hand]");
const hand = agentFile("name: hand", "kind: executor", "description: Works.", "tools: [calculate]");
const good = { "team.yaml": teamYaml, "agents/boss.md": boss, "agents/hand.md": hand };

function agentFile(...lines: readonly string[]): string {
  return `---\n${lines.join("\n")}\n---\nDo it.\n`;
}

/** Messages without the folder, in order. */
function problems(files: Readonly<Record<string, string>>): string[] {
  try {
    teamFromFiles(files, "teams/crew");
  } catch (error) {
    expect(error).toBeInstanceOf(ThorpError);
    expect(error).toMatchObject({ code: "team-invalid", hint: "Run `thorp teams check teams/crew` after mending." });
    return (error as ThorpError).message
      .split("\n")
      .filter((line) => line.includes("teams/crew/"))
      .map((line) => line.trim().replace("teams/crew/", ""));
  }
  return [];
}

test("a good team is complete: defaults, order, declared capabilities only", () => {
  const team = teamFromFiles(good, "teams/crew");
  expect(team).toMatchObject({
    name: "crew",
    title: "crew",
    top: "boss",
    modelAliases: {},
    limits: { depth: 3, tasks: 40, steps: 24 },
    judgesResults: true,
    policy: [],
  });
  expect([...team.agentsByName.keys()]).toEqual(["boss", "hand"]);
  expect(team.agentsByName.get("hand")).toEqual({
    name: "hand",
    kind: "executor",
    peers: [],
    description: "Works.",
    instructions: "Do it.",
    models: { embedded: "rules" },
    threshold: 0.6,
    tools: ["calculate"],
    delegates: [],
    capabilities: [],
    examples: [],
    modes: [],
    cacheable: false,
    memory: [],
    knowledge: [],
    skills: [],
    policy: [],
  });
});

test("modes, models, limits and skills arrive as written, deadlines in milliseconds", () => {
  const mode = "modes: [{ name: fast, when: [now], deadline: 1.5s }, { name: slow, deadline: 2m, temperature: 1 }]";
  const team = teamFromFiles(
    {
      "team.yaml": `${teamYaml}top: boss\nmodels: { big: ollama/big:70b }\nlimits: { depth: 1 }\njudge: false\n`,
      "agents/boss.md": agentFile(
        "name: boss",
        "kind: manager",
        "description: x",
        "models: { local: big }",
        mode,
        "skills: [sums]",
      ),
      "skills/sums/SKILL.md": "---\nname: sums\ndescription: Adds.\nversion: 3\n---\nAdd carefully.",
    },
    "crew",
  );
  const agent = team.agentsByName.get("boss");
  expect(agent?.modes).toEqual([
    { name: "fast", when: ["now"], deadlineMs: 1500 },
    { name: "slow", when: [], deadlineMs: 120_000, temperature: 1 },
  ]);
  expect(agent?.models).toEqual({ local: "big" });
  expect(team.modelAliases).toEqual({ big: "ollama/big:70b" });
  expect(team.limits).toEqual({ depth: 1, tasks: 40, steps: 24 });
  expect(team.judgesResults).toBe(false);
  expect(team.skills.get("sums")).toEqual({
    name: "sums",
    description: "Adds.",
    instructions: "Add carefully.",
    references: {},
  });
});

test("the hash tells contents apart and nothing else: not the order of files, line ends or a byte order mark", () => {
  const { hash } = teamFromFiles(good, "teams/crew");
  const reversed = Object.fromEntries(Object.entries(good).reverse());
  const windows = Object.fromEntries(
    Object.entries(good).map(([path, text]) => [path, `\uFEFF${text.replaceAll("\n", "\r\n")}`]),
  );
  expect(teamFromFiles(reversed, "elsewhere/crew").hash).toBe(hash);
  expect(teamFromFiles(windows, "teams/crew").hash).toBe(hash);
  expect(teamFromFiles({ ...good, "agents/hand.md": hand.replace("Do it.", "Do that.") }, "crew").hash).not.toBe(hash);
  const team = teamFromFiles(windows, "teams/crew");
  expect(teamFromFiles(team.files, team.name)).toEqual(team);
});

test("rules of a policy know the file and line that they stand on", () => {
  const team = teamFromFiles(
    {
      ...good,
      "team.yaml": `${teamYaml}policy:\n  - verdict: deny\n    above: 20.5 EUR\n  - { verdict: ask, tools: ["read_*"], why: " careful " }\n`,
      "agents/hand.md": hand.replace(
        "\n---\n",
        '\npolicy:\n  - verdict: allow\n    hosts: ["*.example.org:8443"]\n---\n',
      ),
    },
    "crew",
  );
  const none = { tools: [], effects: [], paths: [], hosts: [] };
  expect(team.policy).toEqual([
    { ...none, verdict: "deny", above: { value: 20.5, currency: "EUR" }, file: "team.yaml", line: 4 },
    { ...none, verdict: "ask", tools: ["read_*"], why: "careful", file: "team.yaml", line: 6 },
  ]);
  const [rule] = team.agentsByName.get("hand")?.policy ?? [];
  expect(rule).toMatchObject({ verdict: "allow", hosts: ["*.example.org:8443"], file: "agents/hand.md" });
  expect(team.files["agents/hand.md"]?.split("\n")[(rule?.line ?? 0) - 1]).toContain("verdict: allow");
});

const wrongFiles: readonly [string, Readonly<Record<string, string>>, readonly string[]][] = [
  [
    "unknown key",
    { "agents/boss.md": boss.replace("delegates", "delegate") },
    ["agents/boss.md:5:1: unknown key `delegate`; did you mean `delegates`?"],
  ],
  [
    "rules that a policy cannot have",
    {
      "team.yaml": `${teamYaml}policy:
  - { verdict: deny, efects: [fetch] }
  - { verdict: alow }
  - { verdict: allow, effects: [pay, exec] }
  - { verdict: allow, effects: [fetch] }
  - { verdict: allow, effects: [fetch], hosts: ["*"] }
  - { verdict: allow, effects: [write], paths: [/etc/passwd] }
  - { verdict: deny, hosts: ["https://a.org"] }
  - { verdict: deny, paths: [../x] }
  - { verdict: deny, paths: [a], hosts: [a.org] }
  - { verdict: deny, above: lots }
`,
    },
    [
      "team.yaml:4:22: unknown key `efects` in `policy[0]`; did you mean `effects`?",
      "team.yaml:5:16: `policy[1].verdict` must be one of allow, ask, deny, not `alow`; did you mean `allow`?",
      "team.yaml:6:32: `policy[2].effects` cannot allow pay, exec beforehand; a person is asked, and may let an approval stand",
      "team.yaml:7:16: `policy[3].verdict` is `allow` for everything; say for which `paths` or `hosts`",
      "team.yaml:8:48: `policy[4].hosts` must name the hosts that are allowed",
      "team.yaml:9:48: `policy[5].paths` can be allowed only in the workspace: write them relative to it",
      "team.yaml:10:30: `policy[6].hosts[0]` must be a host such as example.org, *.example.org or localhost:8080, without https://",
      "team.yaml:11:30: `policy[7].paths[0]` must not lead upwards with ..",
      "team.yaml:12:41: `policy[8].hosts` stands beside `paths`: nothing is both a file and a host; write two rules",
      "team.yaml:13:29: `policy[9].above` must be an amount like 20 EUR",
    ],
  ],
  [
    "unknown key in team.yaml",
    { "team.yaml": `${teamYaml}limits: { depht: 2 }` },
    ["team.yaml:3:11: unknown key `depht` in `limits`; did you mean `depth`?"],
  ],
  [
    "hidden key",
    { "team.yaml": `${teamYaml}__proto__: { x: 1 }` },
    [
      "team.yaml:3:1: unknown key `__proto__`; known: name, title, description, top, models, limits, judge, policy, filters",
    ],
  ],
  [
    "tools of a mode",
    { "agents/hand.md": hand.replace("tools:", "modes: [{ name: sums, tools: [calculate, read_file] }]\ntools:") },
    ["agents/hand.md:5:42: `read_file` is none of the agent's own tools"],
  ],
  [
    "peers",
    { "agents/hand.md": hand.replace("tools:", "peers: [hand, bos]\ntools:") },
    [
      "agents/hand.md:5:9: `hand` cannot ask itself",
      "agents/hand.md:5:15: there is no agent `bos`; did you mean `boss`?",
    ],
  ],
  [
    "the person as a peer of an executor",
    { "agents/hand.md": hand.replace("tools:", "peers: [person]\ntools:") },
    ["agents/hand.md:5:9: only a manager may ask the `person`; others ask their manager"],
  ],
  [
    "wrong type",
    { "agents/hand.md": hand.replace("[calculate]", "calculate") },
    [
      'agents/hand.md:5:8: `tools` must be a list, not the text "calculate"; write [calculate]',
      "agents/hand.md:3:7: an executor needs `tools`, `capabilities` or `knowledge`; this one has none",
    ],
  ],
  [
    "empty value",
    { "agents/boss.md": agentFile("name: boss", "kind: manager", "description: x", "delegates:") },
    ["agents/boss.md:5:1: `delegates` must be a list, not empty"],
  ],
  [
    "number for text",
    { "team.yaml": "name: crew\ndescription: A crew.\ntitle: 12" },
    ["team.yaml:3:8: `title` must be text, not the number 12; put it in quotes"],
  ],
  [
    "range",
    { "agents/boss.md": boss.replace("delegates", "threshold: 1.5\ndelegates") },
    ["agents/boss.md:5:12: `threshold` must be at most 1"],
  ],
  [
    "whole number",
    { "team.yaml": `${teamYaml}limits:\n  steps: 2.5` },
    ["team.yaml:4:10: `limits.steps` must be a whole number, not the number 2.5"],
  ],
  [
    "unknown kind",
    { "agents/hand.md": hand.replace("executor", "exekutor") },
    [
      "agents/hand.md:3:7: `kind` must be one of orchestrator, manager, executor, observer, not `exekutor`; did you mean `executor`?",
    ],
  ],
  [
    "missing keys",
    { "team.yaml": "title: Crew" },
    ["team.yaml:1:1: missing key `name`", "team.yaml:1:1: missing key `description`"],
  ],
  ["empty file", { "team.yaml": "" }, ["team.yaml:1:1: there are no keys here"]],
  ["list for keys", { "team.yaml": "- name: crew" }, ["team.yaml:1:1: must hold keys with values, not a list"]],
  [
    "folder name",
    { "team.yaml": "description: x\nname: crow" },
    ["team.yaml:2:7: `name` is `crow`, but the folder is called crew"],
  ],
  [
    "file name",
    { "agents/hand.md": hand.replace("name: hand", "name: hands") },
    ["agents/hand.md:2:7: `name` is `hands`, but the file is called hand.md"],
  ],
  [
    "spelling of a name",
    { "agents/Hand.md": hand.replace("name: hand", "name: Hand") },
    ["agents/Hand.md:2:7: `name` may hold only a-z, 0-9 and single - between them"],
  ],
  [
    "unknown delegate",
    { "agents/boss.md": boss.replace("[hand]", "\n  - hand\n  - hnad") },
    ["agents/boss.md:7:5: there is no agent `hnad`; did you mean `hand`?"],
  ],
  [
    "delegate twice",
    { "agents/boss.md": boss.replace("[hand]", "[hand, hand]") },
    ["agents/boss.md:5:19: `delegates[1]` stands in the list twice"],
  ],
  [
    "circle",
    {
      "agents/chief.md": agentFile("name: chief", "kind: manager", "description: x", "delegates: [boss]"),
      "agents/boss.md": boss.replace("[hand]", "[hand, chief]"),
      "team.yaml": `${teamYaml}top: boss`,
    },
    ["agents/chief.md:5:13: delegates go round in a circle: boss -> chief -> boss"],
  ],
  [
    "itself",
    { "agents/boss.md": boss.replace("[hand]", "[hand, boss]") },
    ["agents/boss.md:5:19: delegates go round in a circle: boss -> boss"],
  ],
  [
    "executor that delegates",
    { "agents/hand.md": hand.replace("tools", "delegates: [boss]\ntools") },
    [
      "agents/hand.md:5:1: an executor hands no work on; only orchestrators and managers do",
      "agents/hand.md:5:13: delegates go round in a circle: boss -> hand -> boss",
    ],
  ],
  [
    "work for an observer",
    { "agents/hand.md": hand.replace("executor", "observer") },
    ["agents/boss.md:5:13: `hand` is an observer and takes no work"],
  ],
  [
    "unknown top",
    { "team.yaml": `${teamYaml}top: bos` },
    ["team.yaml:3:6: `top`: there is no agent `bos`; did you mean `boss`?"],
  ],
  [
    "executor as top",
    { "team.yaml": `${teamYaml}top: hand` },
    ["team.yaml:3:6: `top`: `hand` is an executor; an orchestrator or a manager talks with the person"],
  ],
  [
    "two tops",
    { "agents/two.md": boss.replace("boss", "two") },
    ["team.yaml:1:1: `top` must say which manager talks with the person: boss or two"],
  ],
  [
    "no top",
    { "agents/boss.md": agentFile("name: boss", "kind: observer", "description: x") },
    ["team.yaml:1:1: there is no orchestrator or manager to talk with the person"],
  ],
  [
    "idle executor",
    { "agents/hand.md": hand.replace("tools: [calculate]", "tools: []") },
    ["agents/hand.md:3:7: an executor needs `tools`, `capabilities` or `knowledge`; this one has none"],
  ],
  [
    "deadline",
    {
      "agents/boss.md": boss.replace(
        "delegates",
        "modes:\n  - name: fast\n    deadline: 30 sec\n  - name: fast\n    deadline: 0s\ndelegates",
      ),
    },
    [
      "agents/boss.md:7:15: `modes[0].deadline` must be a duration like 30s or 2m",
      "agents/boss.md:8:11: `modes[1].name` is the name of an earlier mode",
      "agents/boss.md:9:15: `modes[1].deadline` must be longer than nothing",
    ],
  ],
  [
    "readers of nothing",
    { "agents/hand.md": hand.replace("tools: [calculate]", "tools: [search_knowledge, read_skill]") },
    [
      "agents/hand.md:5:9: `search_knowledge` comes with `knowledge`, and this agent has none",
      "agents/hand.md:5:27: `read_skill` comes with `skills`, and this agent has none",
    ],
  ],
  [
    "unknown skill",
    {
      "agents/boss.md": boss.replace("delegates", "skills: [sum]\ndelegates"),
      "skills/sums/SKILL.md": "---\nname: sums\ndescription: x\n---\nAdd.",
    },
    ["agents/boss.md:5:10: there is no skill `sum`; did you mean `sums`?"],
  ],
  [
    "broken skill",
    { "skills/sums/SKILL.md": "---\nname: sum\nmetadata: 3\n---\nAdd." },
    [
      "skills/sums/SKILL.md:2:1: missing key `description`",
      "skills/sums/SKILL.md:2:7: `name` is `sum`, but the folder is called sums",
      "skills/sums/SKILL.md:3:11: `metadata` must be keys with values, not the number 3",
    ],
  ],
  [
    "no instructions",
    { "agents/hand.md": hand.replace("Do it.", "") },
    ["agents/hand.md:7:1: the instructions are missing below the front matter"],
  ],
  [
    "no model",
    { "agents/hand.md": hand.replace("tools", "models: {}\ntools") },
    ["agents/hand.md:5:9: `models` needs a model for at least one tier"],
  ],
  [
    "alias",
    { "team.yaml": `${teamYaml}models:\n  my model: ollama/x` },
    ["team.yaml:4:3: the key `my model` in `models` must be a model id or an alias, without spaces"],
  ],
  [
    "folder outside",
    { "agents/boss.md": boss.replace("delegates", "knowledge: [../secrets]\ndelegates") },
    ["agents/boss.md:5:13: `knowledge[0]` must be a folder inside the team's folder"],
  ],
  [
    "foreign file",
    { "agents/deep/x.md": "" },
    ["agents/deep/x.md:1:1: not a file of a team (team.yaml, agents/*.md, skills/*/SKILL.md, skills/*/references/*)"],
  ],
];

test.each(wrongFiles)("%s is told with its place", (_what, files, expected) => {
  expect(problems({ ...good, ...files }).sort()).toEqual([...expected].sort());
});

test("all problems of all files come at once, team.yaml first, then by file and line", () => {
  const files = {
    "team.yaml": "name: crow\ndescribtion: x",
    "agents/hand.md": hand.replace("calculate]", "calculate").replace("executor", "worker"),
    "agents/boss.md": boss.replace("[hand]", "[hands]").replace("kind", "sort"),
  };
  expect(problems(files).map((line) => line.replace(/: .*/, ""))).toEqual([
    "team.yaml:1:1",
    "team.yaml:1:7",
    "team.yaml:2:1",
    "agents/boss.md:2:1",
    "agents/boss.md:3:1",
    "agents/boss.md:5:13",
    "agents/hand.md:5:18",
  ]);
});

test("a file that cannot be read is still known by its name", () => {
  expect(problems({ ...good, "agents/hand.md": "no front matter" })).toEqual([
    "agents/hand.md:1:1: the file must begin with a line `---`, its keys, and `---` again",
  ]);
});

test("an empty team names what it lacks", () => {
  expect(problems({})).toEqual(["team.yaml:1:1: missing", "agents:1:1: there is no agent here (agents/NAME.md)"]);
});

test("at most 200 files", () => {
  const skills = Array.from({ length: 198 }, (_, i) => [
    `skills/s${i}/SKILL.md`,
    `---\nname: s${i}\ndescription: x\n---\n`,
  ]);
  const many = Object.fromEntries(skills) as Record<string, string>;
  expect(() => teamFromFiles({ ...good, ...many }, "crew")).toThrow("a team has at most 200 files; this has 201");
});

const specsOf = (names: readonly string[]) => createToolSpecs(names.map((name) => toolOf(name)));

test("unknown tools are told with place and nearest name", () => {
  const files = {
    ...good,
    "agents/hand.md": hand.replace("[calculate]", "\n  - calculate\n  - make_tabel\n  - zzzzzzzz"),
  };
  const team = teamFromFiles(files, "teams/crew");
  expect(() => checkTeamTools(team, specsOf(["calculate", "make_tabel", "zzzzzzzz"]))).not.toThrow();
  expect(() => checkTeamTools(team, specsOf(["calculate", "make_table"]), { where: "teams/crew" })).toThrow(
    [
      "The team in teams/crew has 2 problems:",
      "teams/crew/agents/hand.md:7:5: there is no tool `make_tabel`; did you mean `make_table`?",
      "teams/crew/agents/hand.md:8:5: there is no tool `zzzzzzzz`; known: calculate, make_table",
    ].join("\n  "),
  );
});

test("a pattern for tools must make sense, but may find nothing", () => {
  const files = {
    ...good,
    "agents/hand.md": hand.replace("[calculate]", "\n  - calculate\n  - api:open_meteo\n  - capability:calc*"),
  };
  const team = teamFromFiles(files, "teams/crew");
  const tools = specsOf(["calculate"]);
  expect(() => checkTeamTools(team, tools)).not.toThrow();
  expect(missingTools(team, tools)).toEqual([
    "agents/hand.md:7:5: nothing that is there matches `api:open_meteo`; its agent works without (`thorp tools list` shows what there is)",
  ]);
  const wrong = teamFromFiles(
    { ...files, "agents/hand.md": hand.replace("calculate", "apl:files, calc*") },
    "teams/crew",
  );
  expect(() => checkTeamTools(wrong, tools)).toThrow(
    /hand.md:5:9: there are no sources of the kind `apl`; did you mean `api:`\?[^]*hand.md:5:20: `calc\*` needs/,
  );
  const unreadable = { ...files, "agents/hand.md": hand.replace("calculate", "'a b'") };
  expect(() => teamFromFiles(unreadable, "teams/crew")).toThrow("must be the name of a tool or a pattern");
});
