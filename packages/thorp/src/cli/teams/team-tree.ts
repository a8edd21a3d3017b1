/** A team as a tree: who hands work to whom, with models and tools. */
import { oneLine } from "../../base/clean-text.ts";
import { countWords } from "../../base/words.ts";
import type { TeamDetail } from "../../engine/thorp.ts";
import type { Paint } from "../terminal/paint.ts";

type Agent = TeamDetail["agents"][number];

/** The leading agent first, then those who get work from it. */
export function teamTree(team: TeamDetail, paint: Paint): string {
  const shown = new Set<string>();
  const top = agentOf(team, team.top);
  const lines = [
    `${paint.bold(team.title)} (${team.name})`,
    oneLine(team.description),
    "",
    ...(top === undefined ? [] : agentLines(top, { team, paint, shown, depth: 0 })),
  ];
  const others = team.agents.filter(({ name }) => !shown.has(name));
  if (others.length > 0) lines.push("", paint.bold("Idle: nobody hands them work"));
  for (const agent of others) lines.push(...agentLines(agent, { team, paint, shown, depth: 0 }));
  const aliases = Object.entries(team.modelAliases);
  if (aliases.length > 0) lines.push("", paint.bold("Models"), ...aliases.map(([alias, id]) => `  ${alias} = ${id}`));
  if (team.skills.length > 0)
    lines.push(
      "",
      paint.bold("Skills"),
      ...team.skills.map(({ name, description }) => `  ${name}: ${oneLine(description)}`),
    );
  return lines.map((line) => `${line}\n`).join("");
}

interface TreePlace {
  readonly team: TeamDetail;
  readonly paint: Paint;
  /** An agent whom several others may ask is described once. */
  readonly shown: Set<string>;
  readonly depth: number;
}

function agentLines(agent: Agent, place: TreePlace): readonly string[] {
  const { team, paint, shown, depth } = place;
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
      ? [`knows   ${agent.knowledge.map((folder) => knownAs(folder, team.documents)).join(", ")}`]
      : []),
    ...(agent.skills.length > 0 ? [`skills  ${agent.skills.join(", ")}`] : []),
    ...(agent.peers.length > 0 ? [`asks    ${agent.peers.join(", ")}`] : []),
    ...(agent.memory.length > 0 ? [`memory  ${agent.memory.join(", ")}`] : []),
    ...(agent.modes.length > 1 ? [`modes   ${agent.modes.join(", ")}`] : []),
  ];
  const delegates = agent.delegates.flatMap((name) => agentOf(team, name) ?? []);
  return [
    head,
    ...facts.map((fact) => paint.dim(`${indent}  ${fact}`)),
    ...delegates.flatMap((delegate) => agentLines(delegate, { ...place, depth: depth + 1 })),
  ];
}

function agentOf({ agents }: TeamDetail, name: string): Agent | undefined {
  return agents.find((agent) => agent.name === name);
}

function knownAs(folder: string, documents: TeamDetail["documents"]): string {
  const count = documents[folder];
  return count === undefined ? folder : `${folder} (${countWords(count, "document")})`;
}
