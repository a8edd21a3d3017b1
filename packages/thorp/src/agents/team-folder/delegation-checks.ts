/** Who hands work to whom: the names exist, the kinds fit, and no work can go round in a circle. */

import { suggestion } from "../../base/nearest.ts";
import { PERSON } from "../reachable-tools.ts";
import type { AgentDraft } from "./agent-draft.ts";
import type { TeamProblem } from "./team-problem.ts";

/** All problems of the `peers` lists: colleagues who exist, can answer, and are others. */
export function peerProblems(
  draft: AgentDraft,
  drafts: readonly AgentDraft[],
  known: ReadonlySet<string>,
): TeamProblem[] {
  const others = [...known].filter((name) => name !== draft.name);
  return draft.list("peers").flatMap(([name, index]) => {
    const at = ["peers", index];
    if (name === PERSON && draft.kind === "manager") return [];
    if (name === PERSON) return [draft.problemAt(at, "only a manager may ask the `person`; others ask their manager")];
    if (name === draft.name) return [draft.problemAt(at, `\`${name}\` cannot ask itself`)];
    if (!known.has(name)) return [draft.problemAt(at, `there is no agent \`${name}\`${suggestion(name, others)}`)];
    const kind = drafts.find((other) => other.name === name)?.kind;
    return kind === "observer" ? [draft.problemAt(at, `\`${name}\` is an observer and answers no questions`)] : [];
  });
}

/** All problems of the `delegates` lists. `known` holds the names of all agents' files, also of those that could not be read. */
export function delegationProblems(drafts: readonly AgentDraft[], known: ReadonlySet<string>): TeamProblem[] {
  return [...drafts.flatMap((draft) => edgeProblems(draft, drafts, known)), ...cycleProblems(drafts)];
}

function edgeProblems(draft: AgentDraft, drafts: readonly AgentDraft[], known: ReadonlySet<string>): TeamProblem[] {
  const delegates = draft.list("delegates");
  if (delegates.length > 0 && (draft.kind === "executor" || draft.kind === "observer"))
    return [
      draft.problemAt(["delegates"], `an ${draft.kind} hands no work on; only orchestrators and managers do`, "key"),
    ];
  const others = [...known].filter((name) => name !== draft.name);
  return delegates.flatMap(([name, index]) => {
    const at = ["delegates", index];
    if (!known.has(name)) return [draft.problemAt(at, `there is no agent \`${name}\`${suggestion(name, others)}`)];
    const kind = drafts.find((other) => other.name === name)?.kind;
    if (kind === "observer") return [draft.problemAt(at, `\`${name}\` is an observer and takes no work`)];
    return [];
  });
}

/** Depth-first with the path so far; the edge that closes a circle is where it is reported, once. */
function cycleProblems(drafts: readonly AgentDraft[]): TeamProblem[] {
  const draftsByName = new Map(drafts.map((draft) => [draft.name, draft]));
  const finished = new Set<string>();
  const found: TeamProblem[] = [];
  const walk = (draft: AgentDraft, above: readonly string[]): void => {
    const path = [...above, draft.name];
    for (const [name, index] of draft.list("delegates")) {
      const start = path.indexOf(name);
      const next = draftsByName.get(name);
      if (start >= 0)
        found.push(
          draft.problemAt(
            ["delegates", index],
            `delegates go round in a circle: ${[...path.slice(start), name].join(" -> ")}`,
          ),
        );
      else if (next !== undefined && !finished.has(name)) walk(next, path);
    }
    finished.add(draft.name);
  };
  for (const draft of drafts) if (!finished.has(draft.name)) walk(draft, []);
  return found;
}
