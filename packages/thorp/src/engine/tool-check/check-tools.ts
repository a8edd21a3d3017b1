/**
 * `thorp tools check` without the network: everything is loaded, held against its own description, and what a team brings
 * is run against its own tests, in a sandbox and with a scripted network.
 */
import { join } from "node:path";
import { checkTeamTools, missingTools } from "../../agents/team-folder/check-team-tools.ts";
import { listTeams } from "../../agents/team-folder/load-team.ts";
import { type KnownTool, seenByTeam } from "../../agents/tool-patterns.ts";
import type { Clock } from "../../base/clock.ts";
import { createSystemDice } from "../../base/dice.ts";
import { failureFrom, ThorpError } from "../../base/errors.ts";
import { silentLogger } from "../../base/logger.ts";
import { nearest } from "../../base/nearest.ts";
import { openToolRegistry } from "../../tools/registry/tool-registry.ts";
import { readToolFiles } from "../../tools/team/read-tool-files.ts";
import { readToolsFolder } from "../../tools/team/tools-folder.ts";
import type { ToolTest } from "../../tools/tool-file-schema.ts";
import type { RegisteredTool, ToolSet } from "../../tools/tool-set.ts";
import type { EngineOptions } from "../engine-options.ts";
import { createSandboxMakers } from "../sandboxes.ts";
import { shippedTeamsFolder } from "../shipped-files.ts";
import { openToolPins, pinsFile, type ToolPins } from "../tool-pins.ts";
import { toolSourcesOf } from "../tool-sources.ts";
import { createNeedsCheck } from "../tool-status.ts";
import { checkOne } from "./check-one.ts";
import { runToolTest, type TestGround } from "./run-tool-test.ts";
import type { CheckedTool, ToolFinding, ToolTestResult } from "./tool-finding.ts";

/** What there is to check, and with what. */
export interface CheckToolsOptions {
  /** As for an engine. */
  readonly options: EngineOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The data folder, for what people agreed to; undefined where nothing is kept. It is only read. */
  readonly folder: string | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * All tools, sources and teams without `names`; else the tools of these names, `SOURCE/NAME` or sources. Throws
 * `tool-unknown` for a name that nothing has. Rejects with the signal's reason.
 */
export async function checkTools(names: readonly string[], given: CheckToolsOptions): Promise<readonly CheckedTool[]> {
  const { options, env, folder, clock, signal } = given;
  const { teams: _teams, ...sources } = toolSourcesOf({
    ...{ options, env, folder, clock, logger: silentLogger, credentials: undefined, dice: createSystemDice() },
    guardedFetch: () => Promise.reject(new ThorpError("address-refused", "Nothing is asked by a check.")),
    caches: { file: async () => undefined },
  });
  const registry = await openToolRegistry({ ...sources, clock, patienceMs: 20_000 });
  try {
    const set = registry.current();
    const wanted = wantedOf(names, set);
    const pins = await openToolPins({ file: folder === undefined ? undefined : pinsFile(folder), isReadOnly: true });
    const ground = {
      clock,
      signal,
      sandboxes: createSandboxMakers({ clock, env, hidden: folder === undefined ? [] : [folder] }),
    };
    const tests = await testsOf(set);
    const needs = createNeedsCheck(env, undefined);
    const checked: CheckedTool[] = sourceFindings(set, names);
    for (const entry of wanted) {
      const trust = pins.trustIn(entry);
      const findings = checkOne(entry, { trust, needs: needs.needsOf(entry.tool) });
      const own = tests.filter((each) => each.folder === entry.source.team?.folder && each.tool === entry.ownName);
      const results = trust === "trusted" ? await runTests(entry, own, ground) : own.map(notRun);
      checked.push({
        tool: entry.tool.name,
        source: entry.source.id,
        findings: [...findings, ...testFinding(entry, own)],
        tests: results,
      });
    }
    return names.length > 0
      ? checked
      : [...checked, ...lostTests(tests, set), ...(await teamFindings(set, pins, options))];
  } finally {
    await registry.close();
  }
}

function wantedOf(names: readonly string[], { tools, sources }: ToolSet): readonly RegisteredTool[] {
  const isMeant =
    (name: string) =>
    ({ tool, source, ownName }: RegisteredTool) =>
      [tool.name, ownName, source.id, `${source.id}/${ownName}`].includes(name) ||
      source.team?.name === name.replace(/^team:/, "");
  for (const name of names) {
    if (tools.some(isMeant(name)) || sources.some(({ id }) => id === name)) continue;
    const close = nearest(name, [...tools.map(({ tool }) => tool.name), ...sources.map(({ id }) => id)]);
    throw new ThorpError(
      "tool-unknown",
      `There is no tool or source ${name}.${close === undefined ? "" : ` Did you mean ${close}?`}`,
    );
  }
  return names.length === 0 ? tools : tools.filter((entry) => names.some((name) => isMeant(name)(entry)));
}

function sourceFindings({ problems }: ToolSet, names: readonly string[]): CheckedTool[] {
  return problems
    .filter(({ source, tool }) => names.length === 0 || names.includes(source) || names.includes(tool ?? ""))
    .map(({ source, tool = "", message, hint }) => ({
      ...{ tool, source, tests: [] },
      // A server that nobody agreed to is not broken.
      findings: [
        { severity: source.startsWith("mcp:") ? "warning" : "error", message, ...(hint === undefined ? {} : { hint }) },
      ],
    }));
}

interface FiledTest {
  readonly folder: string;
  readonly source: string;
  /** As its source calls it. */
  readonly tool: string;
  readonly test: ToolTest;
}

async function testsOf({ sources }: ToolSet): Promise<readonly FiledTest[]> {
  const teams = new Map(
    sources.flatMap(({ team, kind, id }) => (team && kind === "team" ? [[team.folder, id] as const] : [])),
  );
  const filed = [...teams].map(async ([folder, source]) => {
    const { tests } = readToolFiles(await readToolsFolder(folder));
    return [...tests].flatMap(([name, own]) => own.map((test) => ({ folder, source, tool: test.tool ?? name, test })));
  });
  return (await Promise.all(filed)).flat();
}

async function runTests({ tool }: RegisteredTool, tests: readonly FiledTest[], ground: TestGround) {
  const results: ToolTestResult[] = [];
  for (const { test } of tests) results.push(await runToolTest(tool, test, ground));
  return results;
}

function notRun({ test }: FiledTest): ToolTestResult {
  return { name: test.name, state: "not-run", words: "nobody has agreed to the tool as it is now" };
}

function testFinding({ source }: RegisteredTool, tests: readonly FiledTest[]): readonly ToolFinding[] {
  return source.kind === "team" && tests.length === 0
    ? [{ severity: "note", message: "it has no tests", hint: "Write them into tools/NAME.test.yaml." }]
    : [];
}

/** A test of a tool that is not there tests nothing. */
function lostTests(tests: readonly FiledTest[], { tools }: ToolSet): readonly CheckedTool[] {
  return tests
    .filter(
      ({ folder, tool }) => !tools.some(({ source, ownName }) => source.team?.folder === folder && ownName === tool),
    )
    .map(({ source, tool, test }) => ({
      ...{ tool: "", source, tests: [] },
      findings: [{ severity: "error", message: `the test "${test.name}" is of a tool ${tool}, which is not there` }],
    }));
}

/** What agents name that nothing has, and patterns that find nothing. */
async function teamFindings(
  { tools }: ToolSet,
  pins: ToolPins,
  { teamFolders = [] }: EngineOptions,
): Promise<readonly CheckedTool[]> {
  const split = Map.groupBy(tools, (entry) => pins.trustIn(entry) === "trusted");
  const known = (isTrusted: boolean) =>
    new Map((split.get(isTrusted) ?? []).map((entry): readonly [string, KnownTool] => [entry.tool.name, entry]));
  const [trusted, withheld] = [known(true), known(false)];
  const entries = await listTeams([...teamFolders, shippedTeamsFolder()]);
  return entries.flatMap((entry): readonly CheckedTool[] => {
    const findings: ToolFinding[] = [];
    if (!entry.ok) findings.push({ severity: "error", message: entry.failure.message });
    else {
      const { team, folder } = entry;
      const seen = seenByTeam(trusted, team.folder);
      try {
        checkTeamTools(team, seen, { where: folder, withheld: seenByTeam(withheld, team.folder) });
      } catch (error) {
        findings.push({ severity: "error", message: failureFrom(error).message });
      }
      for (const message of missingTools(team, seen))
        findings.push({ severity: "warning", message: join(folder, message) });
    }
    return findings.length === 0 ? [] : [{ tool: "", source: `team:${entry.name}`, findings, tests: [] }];
  });
}
