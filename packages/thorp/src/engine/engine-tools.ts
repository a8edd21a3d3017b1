/** The tools of an engine: the registry over all sources, what people agreed to, and what calls need of both. */
import { basename, dirname, isAbsolute, join } from "node:path";
import type { ToolStanding } from "../agents/assignment.ts";
import type { ToolTrouble } from "../agents/substitutes.ts";
import type { TeamEntry } from "../agents/team-folder/load-team.ts";
import type { KnownTool } from "../agents/tool-patterns.ts";
import { type InputSchemas, inputSchemaOf, type ToolSpecs, toolSpecsOf } from "../agents/tool-specs.ts";
import { readCompiled } from "../base/compiled.ts";
import { ThorpError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { Store, ToolUsage } from "../storage/store.ts";
import { openToolRegistry } from "../tools/registry/tool-registry.ts";
import type { RegisteredTool, SourceProblem } from "../tools/tool-set.ts";
import { createServerTexts, type ServerTexts } from "./server-texts.ts";
import { teamsWithTool } from "./summaries.ts";
import type { ToolSummary } from "./thorp.ts";
import { createToolHealth } from "./tool-health.ts";
import { openToolPins, type ToolTrust } from "./tool-pins.ts";
import { toolRecordOf } from "./tool-record.ts";
import { type ToolGround, toolSourcesOf } from "./tool-sources.ts";
import { createNeedsCheck, type NeedsCheck, standingOf, statusOf, troubleOf } from "./tool-status.ts";

/** Live: a later call may give other tools. A run keeps those that it began with. */
export interface EngineTools {
  /** Only what is agreed to. */
  specs(): ToolSpecs;
  /** What counts against each tool as things stand. */
  standing(): ToolStanding;
  /** Why a tool would not work; what is said once is said again as long as the same function is asked. */
  trouble(): ToolTrouble;
  /** Also those that are not offered, with the reason. */
  list(teams: readonly TeamEntry[]): Promise<readonly ToolSummary[]>;
  problems(): readonly SourceProblem[];
  /**
   * Agrees to tools as they are now, by name, `SOURCE/NAME` or source, or all of a team by `team:NAME` or its folder, or
   * what one file of a team declares by its absolute path.
   * Throws `tool-unknown`. Gives their names.
   */
  trust(names: readonly string[]): Promise<readonly string[]>;
  /** Names of tools that are there and that nobody has agreed to as they are now, with the source to agree to. */
  withheld(): ReadonlyMap<string, KnownTool>;
  /** Knows the tools in a team's folder as they are on disk now, also of a team that lies elsewhere. */
  lookAt(folder: string): Promise<void>;
  /** Prompts and resources of the sources. */
  readonly texts: ServerTexts;
  /** Asks the sources again. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Never rejects for what a source does. */
export async function openEngineTools(
  ground: ToolGround & { readonly store: Pick<Store, "onCommit" | "toolUsage"> },
): Promise<EngineTools> {
  const { store, clock, env, credentials } = ground;
  const known = ((await readCompiled("tool-inputs")) ?? {}) as InputSchemas;
  const record = toolRecordOf(ground, store);
  const pins = await openToolPins(record.pins);
  const { teams: teamSources, ...sources } = toolSourcesOf(ground);
  const registry = await openToolRegistry({ ...sources, clock });
  const health = createToolHealth(store, clock);
  const check = createNeedsCheck(env, credentials);
  let made: { readonly revision: number; readonly specs: ToolSpecs } | undefined;
  const entriesNow = () => registry.current().tools;
  const specs = (): ToolSpecs => {
    const { revision, tools } = registry.current();
    if (made?.revision === revision) return made.specs;
    const trusted = tools.filter((entry) => pins.trustIn(entry) === "trusted");
    made = { revision, specs: toolSpecsOf(trusted, known) };
    return made.specs;
  };
  return {
    specs,
    trouble: () => troubleOf(check, (tool) => health.isFailing(tool)),
    standing: () => standingOf(check, (tool) => health.isFailing(tool)),
    withheld: () =>
      new Map(entriesNow().flatMap((entry) => (pins.trustIn(entry) === "trusted" ? [] : [[entry.tool.name, entry]]))),
    async lookAt(folder) {
      teamSources.follow(folder);
      await registry.takeStock();
    },
    async list(teamEntries) {
      await registry.takeStock();
      const usage = new Map((await record.usage()).map((row) => [row.tool, row]));
      const offered = specs();
      return entriesNow().map((entry) => {
        const teams = teamsWithTool(entry.tool.name, teamEntries, offered);
        return summaryOf(entry, { usage: usage.get(entry.tool.name), check, trust: pins.trustIn(entry), teams });
      });
    },
    problems: () => registry.current().problems,
    texts: createServerTexts(() => registry.sources().flatMap(({ texts }) => texts ?? [])),
    async trust(names) {
      for (const name of names) if (isAbsolute(name)) teamSources.follow(teamFolderIn(name));
      // Also what was imported a moment ago counts as it is now.
      await registry.takeStock();
      const meant = names.flatMap((name) => meantBy(name, entriesNow()));
      await pins.trust(meant);
      made = undefined;
      return meant.map(({ tool }) => tool.name);
    },
    async refresh() {
      await registry.refresh();
    },
    async close() {
      health.stop();
      await registry.close();
      await pins.settled();
    },
  };
}

/** The folder of a team, or of the team that a file in `tools/` belongs to. */
function teamFolderIn(path: string): string {
  return basename(dirname(path)) === "tools" ? dirname(dirname(path)) : path;
}

function meantBy(name: string, entries: readonly RegisteredTool[]): readonly RegisteredTool[] {
  const meant = entries.filter(
    ({ tool, source, ownName }) =>
      [tool.name, source.id, `${source.id}/${ownName}`].includes(name) ||
      (source.team !== undefined && [`team:${source.team.name}`, source.team.folder].includes(name)) ||
      (source.team !== undefined && tool.origin !== undefined && join(source.team.folder, tool.origin.file) === name),
  );
  if (meant.length > 0) return meant;
  const close = nearest(name, [
    ...entries.map(({ tool }) => tool.name),
    ...new Set(entries.map(({ source }) => source.id)),
  ]);
  throw new ThorpError("tool-unknown", `There is no tool or source ${name}.${close ? ` Did you mean ${close}?` : ""}`);
}

interface SummaryParts {
  readonly usage: ToolUsage | undefined;
  readonly check: NeedsCheck;
  readonly trust: ToolTrust;
  readonly teams: readonly string[];
}

function summaryOf(entry: RegisteredTool, { usage, check, trust, teams }: SummaryParts): ToolSummary {
  const { tool, source, ownName } = entry;
  const needs = check.needsOf(tool);
  return {
    ...{ name: tool.name, capability: tool.capability, description: tool.description },
    ...{ effect: tool.effect, examples: tool.examples, teams, source, ownName, needs },
    status: statusOf(needs, { usage, trust }),
    input: inputSchemaOf(tool),
    evidence: tool.evidence ?? "own-code",
    ...(tool.origin === undefined ? {} : { origin: tool.origin }),
    ...(tool.terms === undefined ? {} : { terms: tool.terms }),
    ...(tool.price === undefined ? {} : { price: microToDollars(tool.price) }),
    ...(usage === undefined ? {} : { usage: usageOf(usage) }),
  };
}

function usageOf({ tool: _tool, cost, ...figures }: ToolUsage): NonNullable<ToolSummary["usage"]> {
  return { ...figures, cost: microToDollars(cost) };
}

function microToDollars(micro: number): number {
  return micro / 1_000_000;
}
