/** A team as a tree: who hands work to whom, with models and tools. */
import type { Agent, Team } from "../../agents/team.ts";
import { oneLine } from "../../base/clean-text.ts";
import { countWords } from "../../base/words.ts";
import type { Paint } from "../terminal/paint.ts";

/** `documents` counts what lies in each knowledge folder. */
export function teamTree(team: Team, paint: Paint, documents: ReadonlyMap<string, number> = new Map()): string {
  const shown = new Set<string>();
  const top = team.agentsByName.get(team.top);
  const lines = [
    `${paint.bold(team.title)} (${team.name})`,
    oneLine(team.description),
    "",
    ...(top === undefined ? [] : agentLines(top, { team, paint, documents, shown, depth: 0 })),
  ];
  const others = [...team.agentsByName.values()].filter(({ name }) => !shown.has(name));
  if (others.length > 0) lines.push("", paint.bold("Idle: nobody hands them work"));
  for (const agent of others) lines.push(...agentLines(agent, { team, paint, documents, shown, depth: 0 }));
  const aliases = Object.entries(team.modelAliases);
  if (aliases.length > 0) lines.push("", paint.bold("Models"), ...aliases.map(([alias, id]) => `  ${alias} = ${id}`));
  if (team.skills.size > 0)
    lines.push(
      "",
      paint.bold("Skills"),
      ...[...team.skills.values()].map(({ name, description }) => `  ${name}: ${oneLine(description)}`),
    );
  return lines.map((line) => `${line}\n`).join("");
}

interface TreePlace {
  readonly team: Team;
  readonly paint: Paint;
  readonly documents: ReadonlyMap<string, number>;
  /** An agent whom several others may ask is described once. */
  readonly shown: Set<string>;
  readonly depth: number;
}

function agentLines(agent: Agent, place: TreePlace): readonly string[] {
  const { team, paint, documents, shown, depth } = place;
  const indent = "  ".repeat(depth);
  const head = `${indent}${paint.bold(agent.name)} (${agent.kind})`;
  if (shown.has(agent.name)) return [`${head} see above`];
  shown.add(agent.name);
  const models = Object.entries(agent.models).map(([tier, model]) => `${tier}: ${model}`);
  const facts = [
    oneLine(agent.description),
    ...(models.length > 0 ? [`models  ${models.join(", ")}; frontier above ${agent.threshold}`] : []),
    ...(agent.tools.length > 0 ? [`tools   ${agent.tools.join(", ")}`] : []),
    ...(agent.capabilities.length > 0 ? [`can     ${agent.capabilities.join(", ")}`] : []),
    ...(agent.knowledge.length > 0
      ? [`knows   ${agent.knowledge.map((folder) => knownAs(folder, documents)).join(", ")}`]
      : []),
    ...(agent.skills.length > 0 ? [`skills  ${agent.skills.join(", ")}`] : []),
    ...(agent.peers.length > 0 ? [`asks    ${agent.peers.join(", ")}`] : []),
    ...(agent.memory.length > 0 ? [`memory  ${agent.memory.join(", ")}`] : []),
    ...(agent.modes.length > 1 ? [`modes   ${agent.modes.map(({ name }) => name).join(", ")}`] : []),
  ];
  const delegates = agent.delegates.flatMap((name) => team.agentsByName.get(name) ?? []);
  return [
    head,
    ...facts.map((fact) => paint.dim(`${indent}  ${fact}`)),
    ...delegates.flatMap((delegate) => agentLines(delegate, { ...place, depth: depth + 1 })),
  ];
}

function knownAs(folder: string, documents: ReadonlyMap<string, number>): string {
  const count = documents.get(folder);
  return count === undefined ? folder : `${folder} (${countWords(count, "document")})`;
}
