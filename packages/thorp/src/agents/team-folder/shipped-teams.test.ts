import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadCatalogue } from "../../models/load-catalogue.ts";
import { toolOf } from "../../orchestration/test-world.ts";
import type { Team } from "../team.ts";
import { isToolPattern } from "../tool-patterns.ts";
import { createToolSpecs } from "../tool-specs.ts";
import { checkTeamTools } from "./check-team-tools.ts";
import { schemaFiles } from "./json-schema.ts";
import { listTeams, loadTeam } from "./load-team.ts";

const teams = fileURLToPath(new URL("../../../../../teams", import.meta.url));
const shipped = ["alma", "magus", "toollama", "village"];
const tools = [
  "calculate",
  "calculate_dates",
  "convert_units",
  "fetch_page",
  "list_files",
  "make_chart",
  "make_table",
  "query_data",
  "read_document",
  "read_file",
  "search_files",
  "write_file",
  "write_report",
];
const allCode = ["edit_file", "run_command", "run_javascript", "run_python", "test_code"];
/** Running programs is not for every team. */
const codeTools: Readonly<Record<string, readonly string[]>> = {
  alma: [],
  magus: ["run_javascript"],
  toollama: allCode,
  village: allCode,
};

test.each(shipped)("%s loads clean and reaches every tool from its top agent", async (name) => {
  const team = await loadTeam(join(teams, name));
  const expected = [...tools, ...(codeTools[name] ?? [])].sort();
  checkTeamTools(team, createToolSpecs(expected.map((tool) => toolOf(tool))));
  expect(reachableTools(team)).toEqual(expected);
});

test.each(shipped)("%s says enough to each agent, and no more than small models read", async (name) => {
  const team = await loadTeam(join(teams, name));
  for (const agent of team.agentsByName.values()) {
    const words = agent.instructions.split(/\s+/).length;
    const [fewest, most] = agent.kind === "executor" ? [60, 160] : [120, 350];
    expect(words, agent.name).toBeGreaterThanOrEqual(fewest);
    expect(words, agent.name).toBeLessThanOrEqual(most);
    expect(agent.examples.length, agent.name).toBeGreaterThanOrEqual(6);
    expect(agent.examples.length, agent.name).toBeLessThanOrEqual(10);
    expect(agent.models.embedded, agent.name).toBe("rules");
    for (const alias of [agent.models.local, agent.models.frontier])
      expect(team.modelAliases).toHaveProperty([alias ?? ""]);
  }
});

test("toollama is led by Camina over six Belters and eight Drummers, with an observer beside them", async () => {
  const team = await loadTeam(join(teams, "toollama"));
  expect(team.top).toBe("camina");
  const count = (kind: string) => [...team.agentsByName.values()].filter((agent) => agent.kind === kind).length;
  expect([count("orchestrator"), count("manager"), count("executor"), count("observer")]).toEqual([1, 6, 8, 1]);
  expect(team.modelAliases[team.agentsByName.get("camina")?.models.local ?? ""]).toBe("ollama/mistral-small:22b");
  expect(team.modelAliases[team.agentsByName.get("observer")?.models.local ?? ""]).toBe("ollama/deepseek-r1:14b");
});

test("alma is analytical within a minute unless the request calls for the creative mode within half of one", async () => {
  const alma = (await loadTeam(join(teams, "alma"))).agentsByName.get("alma");
  expect(alma?.modes.map((mode) => [mode.name, mode.deadlineMs])).toEqual([
    ["analytical", 60_000],
    ["creative", 30_000],
  ]);
});

test("magus is a Coordinator over a Planner, a Knowledge agent and an Executor; the Planner plans for the other two", async () => {
  const team = await loadTeam(join(teams, "magus"));
  const kinds = [...team.agentsByName.values()].map(({ name, kind, delegates }) => [name, kind, delegates]);
  expect(kinds).toEqual([
    ["coordinator", "orchestrator", ["executor", "knowledge", "planner"]],
    ["executor", "executor", []],
    ["knowledge", "executor", []],
    ["planner", "manager", ["executor", "knowledge"]],
  ]);
  const frontier = ["coordinator", "planner", "knowledge", "executor"].map(
    (name) => team.modelAliases[team.agentsByName.get(name)?.models.frontier ?? ""],
  );
  expect(frontier).toEqual(["litellm/primary", "litellm/planning", "litellm/retrieval", "litellm/tool-use"]);
  expect(team.modelAliases["secondary"]).toBe("litellm/secondary");
});

test("village is King over Sage and Magi, each with the models and a boundary of its own", async () => {
  const team = await loadTeam(join(teams, "village"));
  const models = (name: string) => {
    const agent = team.agentsByName.get(name);
    return [agent?.models.frontier, agent?.models.local].map((alias) => team.modelAliases[alias ?? ""]);
  };
  expect(team.top).toBe("king");
  expect(models("king")).toEqual(["nvidia/llama-3.1-nemotron-70b-instruct", "Qwen/Qwen2.5-3B-Instruct"]);
  expect(models("sage")).toEqual(["anthropic/claude-3.5-sonnet", "deepseek-ai/Janus-1.3B"]);
  expect(models("magi")).toEqual(["openai/o1-mini", "ibm-granite/granite-3b-code-instruct-128k"]);
  expect(new Set([...team.agentsByName.values()].map(({ threshold }) => threshold)).size).toBe(3);
});

test("every alias of a shipped team leads to a model of the catalogue", async () => {
  const catalogue = await loadCatalogue({ files: [] });
  for (const name of shipped)
    for (const target of Object.values((await loadTeam(join(teams, name))).modelAliases))
      expect(catalogue.resolveModel(target), target).toMatchObject({ isListed: true });
});

test("all four are listed", async () => {
  const entries = await listTeams([teams]);
  expect(entries.map((entry) => [entry.name, entry.ok])).toEqual(shipped.map((name) => [name, true]));
});

test.each(Object.entries(schemaFiles()))("%s is up to date (else run json-schema.ts)", async (name, text) => {
  expect(await readFile(join(teams, name), "utf8")).toBe(text);
});

function reachableTools(team: Team): string[] {
  const found = new Set<string>();
  const walk = (name: string): void => {
    const agent = team.agentsByName.get(name);
    for (const tool of agent?.tools ?? []) if (!isToolPattern(tool)) found.add(tool);
    for (const delegate of agent?.delegates ?? []) walk(delegate);
  };
  walk(team.top);
  return [...found].sort();
}
