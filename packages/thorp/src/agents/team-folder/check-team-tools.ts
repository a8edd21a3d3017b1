/** Whether the tools that a team names are there; apart from loading, since only the engine knows all tools. */

import { suggestion } from "../../base/nearest.ts";
import { type KeyPath, readYaml } from "../../base/yaml-source.ts";
import type { CapabilityRule } from "../../guard/capability-rule.ts";
import type { Team } from "../team.ts";
import { isToolPattern, isUnknownInRule, type KnownTool, namesMeant, patternProblem } from "../tool-patterns.ts";
import { draftAgent } from "./agent-draft.ts";
import { type TeamProblem, teamInvalid } from "./team-problem.ts";

type KnownTools = ReadonlyMap<string, KnownTool>;

/** How messages name the folder, and which tools are there without anybody's consent. */
export interface CheckedWhere {
  readonly where?: string;
  readonly withheld?: KnownTools;
}

/**
 * Throws `team-invalid` with the place of each unknown tool and of each pattern that can never find anything, in the
 * lists of agents and in the rules of policies.
 */
export function checkTeamTools(
  team: Team,
  tools: KnownTools,
  { where = team.name, withheld = new Map() }: CheckedWhere = {},
): void {
  const inLists = problemsIn(team, (reference) => {
    if (isToolPattern(reference)) return patternProblem(reference);
    if (namesMeant(reference, tools).length > 0) return undefined;
    const [held] = namesMeant(reference, withheld);
    const source = held === undefined ? undefined : withheld.get(held)?.source;
    return source === undefined ? unknown(reference, tools) : notAgreed(reference, source);
  });
  const problems = [...inLists, ...teamRuleProblems(team, tools), ...agentRuleProblems(team, tools)];
  if (problems.length > 0) throw teamInvalid(where, problems);
}

/** Patterns that find nothing at the moment, with their places; the team works without what they mean. */
export function missingTools(team: Team, tools: KnownTools): readonly string[] {
  return problemsIn(team, (reference) =>
    isToolPattern(reference) && namesMeant(reference, tools).length === 0
      ? `nothing that is there matches \`${reference}\`; its agent works without (\`thorp tools list\` shows what there is)`
      : undefined,
  ).map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`);
}

/** `wrong`: what is wrong with one entry of a list of tools. */
function problemsIn(team: Team, wrong: (reference: string) => string | undefined): readonly TeamProblem[] {
  return [...team.agentsByName.values()]
    .filter(({ tools }) => tools.some((reference) => wrong(reference) !== undefined))
    .flatMap(({ name }) => {
      const path = `agents/${name}.md`;
      const { draft } = draftAgent(path, team.files[path] ?? "");
      return draft.list("tools").flatMap(([reference, index]) => {
        const message = wrong(reference);
        return message === undefined ? [] : [draft.problemAt(["tools", index], message)];
      });
    });
}

function teamRuleProblems(team: Team, tools: KnownTools): readonly TeamProblem[] {
  const found = unknownInRules(team.policy, tools);
  if (found.length === 0) return [];
  const path = "team.yaml";
  const source = readYaml(team.files[path] ?? "");
  return found.map(({ tool, at }) => ({ path, ...source.locate(at), message: unknown(tool, tools) }));
}

function agentRuleProblems(team: Team, tools: KnownTools): readonly TeamProblem[] {
  return [...team.agentsByName.values()].flatMap(({ name, policy }) => {
    const found = unknownInRules(policy, tools);
    if (found.length === 0) return [];
    const path = `agents/${name}.md`;
    const { draft } = draftAgent(path, team.files[path] ?? "");
    return found.map(({ tool, at }) => draft.problemAt(at, unknown(tool, tools)));
  });
}

function unknownInRules(
  rules: readonly CapabilityRule[],
  known: KnownTools,
): readonly { readonly tool: string; readonly at: KeyPath }[] {
  return rules.flatMap(({ tools }, rule) =>
    tools.flatMap((tool, index) =>
      isUnknownInRule(tool, known) ? [{ tool, at: ["policy", rule, "tools", index] }] : [],
    ),
  );
}

function notAgreed(tool: string, source: KnownTool["source"]): string {
  const name = source.team === undefined ? source.id : `team:${source.team.name}`;
  return `nobody has agreed to the tool \`${tool}\` as it is now; look at it with \`thorp tools show ${source.id}/${tool}\`, then run \`thorp tools trust ${name}\``;
}

function unknown(tool: string, tools: KnownTools): string {
  return `there is no tool \`${tool}\`${suggestion(tool, [...tools.keys()])}`;
}
