/**
 * What the documents of an agent say about a task, looked up before its first call: often that is the answer already.
 *
 * A planner is told what those below it know too, so that it can give the task to whoever knows.
 */
import { contentHash, type Json, stableStringify } from "../base/json.ts";
import type { Labels } from "../base/label.ts";
import type { RunContext, StepRun } from "../events/run-context.ts";
import { filterText } from "../guard/content/filter-text.ts";
import type { KnownPassage } from "../models/brief.ts";
import type { ShelfFacts } from "../tools/shelf.ts";
import type { AgentServices, Assignment } from "./assignment.ts";
import { delegatesOf, SEARCH_KNOWLEDGE } from "./reachable-tools.ts";
import type { Agent, Team } from "./team.ts";

/** Passages in a brief: about 500 tokens. */
const MOST = 2;
/** Share of the question's words below which a passage is more likely to distract than to help. */
const GOOD_MATCH = 0.6;
const LONGEST = 1400;

/** What `agent` may read of its team; undefined when that is nothing. */
export function shelfOf(agent: Agent, team: Team): ShelfFacts | undefined {
  if (agent.knowledge.length === 0 && agent.skills.length === 0) return undefined;
  return {
    team: team.name,
    ...(team.folder === undefined ? {} : { folder: team.folder }),
    knowledge: agent.knowledge,
    skills: agent.skills.flatMap((name) => team.skills.get(name) ?? []),
  };
}

/** At most two passages that fit well, best first. One recorded step, and none for agents without documents. */
export async function knownPassages(
  context: RunContext,
  { searchKnowledge, toolSpecs }: AgentServices,
  assignment: Assignment,
): Promise<readonly KnownPassage[]> {
  const owners = ownersFor(assignment);
  if (searchKnowledge === undefined || !toolSpecs.has(SEARCH_KNOWLEDGE) || owners.length === 0) return [];
  const query = assignment.task?.goal ?? assignment.request;
  const digest = contentHash(stableStringify([query, owners.map(({ shelf }) => shelf.knowledge)]));
  const found = await context.step<Json>({
    name: `${assignment.stepPrefix}known`,
    digest,
    run: async (step) => {
      step.begin({ kind: "other", digest });
      // Without documents the task goes on; the tool says what is wrong with them when it is asked.
      const findings = await Promise.all(
        owners.map(async ({ agent, shelf }) => {
          const finding = await searchKnowledge(shelf, { query, most: MOST }, step.signal).catch(() => undefined);
          return (finding?.passages ?? []).map((passage) => ({ ...passage, agent }));
        }),
      );
      const good = findings.flat().filter(({ match }) => match >= GOOD_MATCH);
      return good
        .sort((one, other) => other.match - one.match)
        .slice(0, MOST)
        .flatMap((passage) =>
          filteredPassage({ ...passage, text: passage.text.slice(0, LONGEST) }, step, assignment),
        ) as unknown as Json;
    },
  });
  return found as unknown as readonly KnownPassage[];
}

/** What the team's filters refuse or ask about is left out: an agent that needs it searches, and is told then. */
function filteredPassage(passage: KnownPassage, step: StepRun, { run }: Assignment): readonly KnownPassage[] {
  const { text, findings, action } = filterText(passage.text, run.filters ?? {}, "tool");
  for (const finding of findings) step.note({ type: "content-find", direction: "tool", ...finding });
  return action === "ask" || action === "block" ? [] : [{ ...passage, text }];
}

/** Labels of the passages that `agent` reads itself. */
export function knownLabels(known: readonly KnownPassage[], agent: string): Labels {
  return known.flatMap((passage) => (passage.agent === agent ? [`knowledge:${passage.location}` as const] : []));
}

interface Owner {
  /** Whom a task about it goes to: the agent itself, or the one directly below it. */
  readonly agent: string;
  readonly shelf: ShelfFacts;
}

function ownersFor({ agent, team, delegates, purpose, toolless }: Assignment): readonly Owner[] {
  if (toolless === true || (purpose !== "work" && purpose !== "understand")) return [];
  const owners: Owner[] = [];
  const add = (from: Agent, to: Agent): void => {
    const shelf = from.knowledge.length > 0 ? shelfOf(from, team) : undefined;
    const isNew = !owners.some((owner) => owner.shelf.knowledge === from.knowledge);
    if (shelf !== undefined && isNew) owners.push({ agent: to.name, shelf });
  };
  const walk = (from: Agent, to: Agent): void => {
    add(from, to);
    for (const delegate of delegatesOf(from, team)) walk(delegate, to);
  };
  add(agent, agent);
  for (const delegate of delegates) if (delegate.name !== agent.name) walk(delegate, delegate);
  return owners;
}
