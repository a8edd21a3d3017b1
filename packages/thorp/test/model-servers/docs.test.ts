/** The examples of docs/model-servers.md are what they say they are. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { teamFromFiles } from "../../src/agents/team-folder/team-from-files.ts";
import { createCatalogue } from "../../src/models/catalogue.ts";
import { parseCatalogueFile } from "../../src/models/catalogue-file.ts";
import { builtInCatalogue } from "../../src/models/load-catalogue.ts";

const page = readFileSync(new URL("../../../../docs/model-servers.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(([, file = "", text = ""]) => ({
  file,
  text,
}));
const catalogues = examples.filter(({ file }) => file === "models.yaml").map(({ text }) => text);
const builtIn = parseCatalogueFile(readFileSync(builtInCatalogue, "utf8"), "catalogue.yaml");

it.each(catalogues.map((text, at) => [at + 1, text] as const))(
  "catalogue %i loads on top of the built-in one",
  (_at, text) => {
    const catalogue = createCatalogue([builtIn, parseCatalogueFile(text, "models.yaml")]);
    expect(catalogue.models.length).toBeGreaterThan(5);
  },
);

it("catalogues say what the page tells of them", () => {
  const [pool = "", keep = "", started = ""] = catalogues;
  const read = (text: string) => createCatalogue([builtIn, parseCatalogueFile(text, "models.yaml")]);
  expect(read(pool).providers.get("ollama")).toMatchObject({
    slots: 2,
    urls: expect.arrayContaining(["http://gpu-box:11434"]),
  });
  expect(read(keep).resolveModel("ollama/llama3.2:3b").keepAlive).toBe(-1);
  expect(read(keep).resolveModel("ollama/qwen3:8b").keepAlive).toBe("10m");
  expect(read(started).providers.get("llama-server")?.start).toMatchObject({
    ...{ readyPath: "/health", readyWithinMs: 300_000, restarts: 5 },
  });
});

it("the agent is one", () => {
  const agent = examples.find(({ file }) => file.startsWith("agents/"));
  const boss = "---\nname: boss\nkind: orchestrator\ndescription: Leads.\ndelegates: [classifier]\n---\nLead.";
  const team = teamFromFiles(
    {
      "team.yaml": "name: t\ndescription: A team.",
      "agents/boss.md": boss,
      [agent?.file ?? ""]: `---\n${agent?.text}---\nSort.`,
    },
    "t",
  );
  expect(team.agentsByName.get("classifier")).toMatchObject({ cacheable: true, temperature: 0 });
});
