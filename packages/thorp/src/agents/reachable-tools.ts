/** Which tools an agent has, and which it reaches through the agents that it may hand work to. */
import type { BriefTool } from "../models/brief.ts";
import type { Tool } from "../tools/tool.ts";
import type { Assignment } from "./assignment.ts";
import type { Agent, Team } from "./team.ts";
import { toolsFor } from "./tool-patterns.ts";
import type { ToolSpecs } from "./tool-specs.ts";

/** Whoever works from a stored result reads the rest of it through this tool, whatever its file says. */
export const READ_RESULT = "read_result";

/** Who knows documents searches them, whatever its file says. */
export const SEARCH_KNOWLEDGE = "search_knowledge";

/** Who has skills reads them, whatever its file says. */
export const READ_SKILL = "read_skill";

/** What a task can be given to an agent for: the tools of its file, and the search in what it knows. */
export function ownTools(agent: Agent, specs: ToolSpecs): readonly Tool[] {
  const search = agent.knowledge.length > 0 ? [SEARCH_KNOWLEDGE] : [];
  const own = toolsFor(agent.tools, specs);
  if (search.length === 0) return own;
  return [...new Set([...own, ...search.flatMap((name) => specs.get(name)?.tool ?? [])])];
}

/** What an agent does its task with. */
export function workTools(
  { agent, withoutTools = [] }: Pick<Assignment, "agent" | "withoutTools">,
  specs: ToolSpecs,
): readonly Tool[] {
  return ownTools(agent, specs).filter((tool) => !withoutTools.includes(tool.name));
}

/** What an agent may call in a task: what it works with, its skills, and the way to what its inputs only name. */
export function usableTools(
  assignment: Pick<Assignment, "agent" | "inputs" | "withoutTools">,
  specs: ToolSpecs,
): readonly Tool[] {
  const { agent, inputs } = assignment;
  const offered = [
    ...(inputs.some((input) => input.artifacts.length > 0) ? [READ_RESULT] : []),
    ...(agent.skills.length > 0 ? [READ_SKILL] : []),
  ];
  return [...new Set([...workTools(assignment, specs), ...offered.flatMap((name) => specs.get(name)?.tool ?? [])])];
}

/** In the order of the agent's file: the preferred one first. */
export function delegatesOf(agent: Agent, team: Team): readonly Agent[] {
  return agent.delegates.flatMap((name) => team.agentsByName.get(name) ?? []);
}

/** Among `peers`: the person, to whom otherwise only the top agent talks. */
export const PERSON = "person";

/** Whether its file names the person among its peers; whether somebody is there to answer is asked elsewhere. */
export function mayAskPerson({ peers }: Pick<Agent, "peers">): boolean {
  return peers.includes(PERSON);
}

/** Colleagues whom it may ask something while it works. */
export function peersOf(agent: Agent, team: Team): readonly Agent[] {
  return agent.peers.flatMap((name) => team.agentsByName.get(name) ?? []);
}

/** Capabilities of an agent: its own, those of its tools, and those of everybody below it. */
export function capabilitiesOf(agent: Agent, team: Team, specs: ToolSpecs): ReadonlySet<string> {
  const found = new Set<string>([
    agent.name,
    ...agent.capabilities,
    ...ownTools(agent, specs).map((tool) => tool.capability),
  ]);
  for (const delegate of delegatesOf(agent, team)) {
    for (const capability of capabilitiesOf(delegate, team, specs)) found.add(capability);
  }
  return found;
}

/**
 * For planning: each reachable tool once, with the agent directly below (or the agent itself) that a task for it goes
 * to. An agent's own tools come first. The same list each time, so that whoever ranks it makes its index once.
 */
export function plannableTools(agent: Agent, team: Team, specs: ToolSpecs): readonly BriefTool[] {
  return remembered(planned, { specs, agent }, () => {
    const toolsByName = new Map<string, BriefTool>();
    const add = (from: Agent, to: Agent): void => {
      for (const { name } of ownTools(from, specs)) {
        const spec = specs.get(name);
        if (spec !== undefined && isPlannable(name) && !toolsByName.has(name))
          toolsByName.set(name, { ...spec.briefTool, agent: to.name });
      }
      for (const delegate of delegatesOf(from, team)) add(delegate, to);
    };
    add({ ...agent, delegates: [] }, agent);
    for (const delegate of delegatesOf(agent, team)) add(delegate, delegate);
    return [...toolsByName.values()];
  });
}

/** What an agent works with, as its brief says it; the same list each time as long as no tool is left out. */
export function workBriefTools(
  { agent, withoutTools = [] }: Pick<Assignment, "agent" | "withoutTools">,
  specs: ToolSpecs,
): readonly BriefTool[] {
  const own = remembered(worked, { specs, agent }, () =>
    ownTools(agent, specs).flatMap(({ name }) => {
      const spec = specs.get(name);
      return spec === undefined ? [] : [{ ...spec.briefTool, agent: agent.name }];
    }),
  );
  return withoutTools.length === 0 ? own : own.filter(({ name }) => !withoutTools.includes(name));
}

type Remembered = WeakMap<ToolSpecs, WeakMap<Agent, readonly BriefTool[]>>;
const planned: Remembered = new WeakMap();
const worked: Remembered = new WeakMap();

/** An agent belongs to one team; a team that was read anew has new agents. */
function remembered(
  where: Remembered,
  { specs, agent }: { readonly specs: ToolSpecs; readonly agent: Agent },
  make: () => readonly BriefTool[],
): readonly BriefTool[] {
  const lists = where.get(specs) ?? new WeakMap<Agent, readonly BriefTool[]>();
  where.set(specs, lists);
  const made = lists.get(agent) ?? make();
  lists.set(agent, made);
  return made;
}

/** A result is there anyway, and a skill is a way to do a task, not a task. */
function isPlannable(name: string): boolean {
  return name !== READ_RESULT && name !== READ_SKILL;
}

/** The executor for a capability among agents and everybody below them; the shallowest first. */
export function executorFor(
  capability: string,
  agents: readonly Agent[],
  { team, specs }: { readonly team: Team; readonly specs: ToolSpecs },
): Agent | undefined {
  const fitting = agents.filter(
    (agent) => agent.kind === "executor" && capabilitiesOf(agent, team, specs).has(capability),
  );
  if (fitting[0] !== undefined) return fitting[0];
  for (const agent of agents) {
    const below = executorFor(capability, delegatesOf(agent, team), { team, specs });
    if (below !== undefined) return below;
  }
  return undefined;
}
