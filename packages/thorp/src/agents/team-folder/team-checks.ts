/** What must hold inside a team beyond the single keys: everybody can do something, and one agent leads. */
import { suggestion } from "../../base/nearest.ts";
import type { AgentDraft } from "./agent-draft.ts";
import type { TeamProblem } from "./team-problem.ts";

/** An executor needs something it can do; a skill must exist; a reader needs something to read. */
export function abilityProblems(draft: AgentDraft, skillNames: ReadonlySet<string>): TeamProblem[] {
  const problems = draft
    .list("skills")
    .filter(([name]) => !skillNames.has(name))
    .map(([name, index]) =>
      draft.problemAt(["skills", index], `there is no skill \`${name}\`${suggestion(name, skillNames)}`),
    );
  for (const [tool, index] of draft.list("tools")) {
    const key = tool === "search_knowledge" ? "knowledge" : tool === "read_skill" ? "skills" : undefined;
    if (key !== undefined && draft.list(key).length === 0)
      problems.push(draft.problemAt(["tools", index], `\`${tool}\` comes with \`${key}\`, and this agent has none`));
  }
  for (const [at, { tools = [] }] of (draft.agent?.modes ?? []).entries())
    for (const [index, tool] of tools.entries())
      if (draft.agent?.tools.includes(tool) === false)
        problems.push(draft.problemAt(["modes", at, "tools", index], `\`${tool}\` is none of the agent's own tools`));
  const idle = (["tools", "capabilities", "knowledge"] as const).every((key) => draft.list(key).length === 0);
  if (draft.kind === "executor" && idle)
    problems.push(
      draft.problemAt(["kind"], "an executor needs `tools`, `capabilities` or `knowledge`; this one has none"),
    );
  return problems;
}

/** `name` is empty while files that could not be read leave it open. */
export type TopChoice = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly message: string };

/** What is known before choosing. */
export interface TopWish {
  /** `top` of team.yaml; undefined when it is left out, null when it could not be read. */
  readonly wanted: string | undefined | null;
  /** Names of all agents' files, also of those that could not be read. */
  readonly known: ReadonlySet<string>;
}

/** The wanted one, else the only orchestrator, else the only manager. Silent where unread files leave it open. */
export function chooseTop(drafts: readonly AgentDraft[], { wanted, known }: TopWish): TopChoice {
  const undecided = { ok: true, name: "" } as const;
  if (wanted === null || known.size === 0) return undecided;
  if (wanted !== undefined) return checkedTop(wanted, drafts, known);
  if (drafts.some((draft) => typeof draft.kind !== "string") || drafts.length < known.size) return undecided;
  for (const kind of ["orchestrator", "manager"]) {
    const names = drafts.filter((draft) => draft.kind === kind).map((draft) => draft.name);
    if (names.length === 1) return { ok: true, name: names[0] ?? "" };
    if (names.length > 1)
      return { ok: false, message: `\`top\` must say which ${kind} talks with the person: ${names.join(" or ")}` };
  }
  return { ok: false, message: "there is no orchestrator or manager to talk with the person" };
}

function checkedTop(wanted: string, drafts: readonly AgentDraft[], known: ReadonlySet<string>): TopChoice {
  if (!known.has(wanted))
    return { ok: false, message: `\`top\`: there is no agent \`${wanted}\`${suggestion(wanted, known)}` };
  const kind = drafts.find((draft) => draft.name === wanted)?.kind;
  if (kind === "executor" || kind === "observer")
    return {
      ok: false,
      message: `\`top\`: \`${wanted}\` is an ${kind}; an orchestrator or a manager talks with the person`,
    };
  return { ok: true, name: wanted };
}
