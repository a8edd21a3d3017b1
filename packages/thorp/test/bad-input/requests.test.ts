/** Requests that cannot be taken: refused at once with what mends them, before anything is recorded. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AskRequest } from "../../src/engine/thorp.ts";
import { newFolder, openBench, serve } from "./test-bench.ts";

const MB = 1 << 20;

describe("a request that cannot be taken", () => {
  const file = (bytes: number, name = "big.bin") => ({ name, bytes: new Uint8Array(bytes) });
  const refused: readonly (readonly [string, AskRequest, string, RegExp, RegExp])[] = [
    ["empty", { text: "" }, "input-invalid", /is empty/, /./],
    ["nothing but what cannot be seen", { text: " \u200b\u0000\u202e\n\t" }, "input-invalid", /is empty/, /./],
    [
      "300,000 characters",
      { text: "a ".repeat(150_000) },
      "input-too-large",
      /300000 characters; 200000/,
      /file in the workspace/,
    ],
    [
      "an attachment of 33 MB",
      { text: "read this", attachments: [file(33 * MB)] },
      "input-too-large",
      /big\.bin has 34603008 bytes/,
      /smaller/,
    ],
    [
      "21 attachments",
      { text: "read these", attachments: Array.from({ length: 21 }, (_, i) => file(1, `${i}.txt`)) },
      "input-too-large",
      /21 attachments; at most 20/,
      /smaller/,
    ],
    [
      "an unknown team",
      { text: "hi", team: "crwe" },
      "team-unknown",
      /no team crwe\. Did you mean crew\?/,
      /thorp teams list/,
    ],
    [
      "a team folder that is not there",
      { text: "hi", team: "/nowhere/crew" },
      "team-unknown",
      /no team \/nowhere\/crew/,
      /thorp teams list/,
    ],
    ["an unknown model", { text: "hi", model: "neer/one" }, "model-unknown", /near\/one\b/, /thorp models/],
    [
      "a model's name that is nonsense",
      { text: "hi", model: "../../etc/passwd" },
      "model-unknown",
      /passwd/,
      /thorp models/,
    ],
    ["a budget below nothing", { text: "hi", budget: -1 }, "usage", /budget -1/, /--help/],
    ["a budget that is no number", { text: "hi", budget: Number.NaN }, "usage", /budget NaN/, /--help/],
    ["a deadline in the past", { text: "hi", deadlineMs: 0 }, "usage", /deadline/, /--help/],
  ];

  it("is refused at once with what mends it, and nothing is begun", async () => {
    const { catalogue } = await serve(() => undefined);
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    for (const [name, request, code, message, hint] of refused) {
      await expect(bench.engine.ask(request), name).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      });
    }
    expect(await bench.engine.listRuns()).toEqual([]);
    await bench.goesOn();
  });

  it("takes 200,000 characters and shortens them to the model's window", async () => {
    const { catalogue, server } = await serve(() => ({ text: "Long." }), { context: 4096 });
    const bench = await openBench({ catalogues: [catalogue], team: "solo" });
    const told = await bench.ask(`Sum up: ${"word ".repeat(39_998)}`);
    expect(told).toMatchObject({ end: { state: "done" }, text: "Long." });
    expect(JSON.stringify(server.requests.at(-1)?.body["messages"]).length).toBeLessThan(4096 * 5);
    await bench.goesOn();
  });
});

describe("a team that cannot be read", () => {
  const agent = "---\nname: broken\nkind: manager\ndescription: Talks.\nmodels: { local: one }\n---\nYou talk.\n";
  const team = "name: broken\ndescription: A team.\n";
  const bad: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ["YAML that is none", { "team.yaml": "name: [broken\ndescription: {a: b\n" }, /team\.yaml:\d+:\d+/],
    [
      "a key that does not exist",
      { "team.yaml": `${team}limit: { depth: 1 }\n`, "agents/broken.md": agent },
      /limit\b.*limits/s,
    ],
    ["an agent without front matter", { "team.yaml": team, "agents/broken.md": "You talk.\n" }, /agents\/broken\.md:1/],
    [
      "an agent with broken front matter",
      { "team.yaml": team, "agents/broken.md": agent.replace("kind: manager", "kind: [manager") },
      /agents\/broken\.md:\d+/,
    ],
    ["no agents", { "team.yaml": team }, /agent/],
    ["an empty team.yaml", { "team.yaml": "" }, /team\.yaml/],
    [
      "a tool that does not exist",
      { "team.yaml": team, "agents/broken.md": agent.replace("models:", "tools: [read_fil]\nmodels:") },
      /read_fil\b.*read_file/s,
    ],
    ["a YAML bomb", { "team.yaml": yamlBomb(), "agents/broken.md": agent }, /team\.yaml/],
  ];

  it.each(bad)("%s", async (_name, files, message) => {
    const folder = await newFolder();
    await mkdir(join(folder, "teams/broken/agents"), { recursive: true });
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, "teams/broken", path), text);
    const { catalogue } = await serve(() => undefined);
    const bench = await openBench({
      catalogues: [catalogue],
      team: "solo",
      teamFolders: [join(folder, "teams"), join(import.meta.dirname, "teams")],
    });
    await expect(bench.engine.ask({ text: "hi", team: "broken" })).rejects.toMatchObject({
      code: "team-invalid",
      message: expect.stringMatching(message),
      hint: expect.stringContaining("thorp teams check"),
    });
    expect(await bench.engine.listRuns()).toEqual([]);
    expect((await bench.engine.listTeams()).map((entry) => entry.name)).toContain("solo");
    await bench.goesOn();
    // Once mended, it is read again.
    await writeFile(join(folder, "teams/broken/team.yaml"), team);
    await writeFile(join(folder, "teams/broken/agents/broken.md"), agent);
    await bench.goesOn({ team: "broken" });
  });
});

function yamlBomb(): string {
  const levels = Array.from(
    { length: 12 },
    (_, level) =>
      `l${level}: &l${level} [${Array.from({ length: 9 }, () => (level === 0 ? "x" : `*l${level - 1}`)).join(", ")}]`,
  );
  return `name: broken\ndescription: A team.\n${levels.join("\n")}\n`;
}
