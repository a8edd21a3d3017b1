/**
 * A team from the texts of its files.
 *
 * Every problem of every file is collected before anything is thrown, so that mending a team takes one round. Nothing
 * is imported and nothing is run: a team is data until somebody trusts it.
 */
import { basename, resolve } from "node:path";
import { contentHash, stableStringify } from "../../base/json.ts";
import { readYaml } from "../../base/yaml-source.ts";
import { checkAgainst } from "../../tools/schema-problems.ts";
import type { Skill } from "../../tools/shelf.ts";
import type { Agent, Team } from "../team.ts";
import { draftAgent } from "./agent-draft.ts";
import { delegationProblems, peerProblems } from "./delegation-checks.ts";
import { filtersFrom } from "./filters-schema.ts";
import { rulesFrom } from "./policy-schema.ts";
import { readSkill } from "./skill-file.ts";
import { abilityProblems, chooseTop } from "./team-checks.ts";
import { acceptTexts, problemOf } from "./team-files.ts";
import { type TeamProblem, teamInvalid } from "./team-problem.ts";
import { type TeamFile, teamFileSchema } from "./team-schema.ts";

type Texts = Readonly<Record<string, string>>;

/**
 * `files` by path in the folder: `team.yaml`, `agents/NAME.md`, `skills/NAME/SKILL.md` and its `references/`. `where` is the folder as
 * messages name it; its last part must be the team's name. `found` are problems that reading the files has already
 * brought. Throws `team-invalid`, which lists all problems. The agents' capabilities are the declared ones; those of
 * their tools are the engine's to add.
 */
export function teamFromFiles(files: Texts, where: string, found: readonly TeamProblem[] = []): Team {
  const { texts, problems: refused } = acceptTexts(files);
  const unread = [...found, ...refused];
  // A file that could not be read still has a name, and others may rightly point to it.
  const paths = new Set([...Object.keys(texts), ...unread.map((problem) => problem.path)]);
  const agentNames = namesIn(paths, /^agents\/([^/]+)\.md$/);
  const skillNames = namesIn(paths, /^skills\/([^/]+)\/SKILL\.md$/);

  const teamFile = readTeamFile(texts["team.yaml"], {
    folder: basename(resolve(where)),
    expected: !paths.has("team.yaml"),
  });
  const agentFiles = pathsIn(texts, "agents/").map((path) => draftAgent(path, texts[path] ?? ""));
  const skillFiles = pathsIn(texts, "skills/")
    .filter((path) => path.endsWith("/SKILL.md"))
    .map((path) => readSkill(path, texts));
  const drafts = agentFiles.map((file) => file.draft);
  const top = chooseTop(drafts, { wanted: teamFile.wantedTop, known: agentNames });

  const problems = [
    ...unread,
    ...teamFile.problems,
    ...(agentNames.size === 0 ? [problemOf("agents", "there is no agent here (agents/NAME.md)")] : []),
    ...[...agentFiles, ...skillFiles].flatMap((file) => file.problems),
    ...delegationProblems(drafts, agentNames),
    ...drafts.flatMap((draft) => peerProblems(draft, drafts, agentNames)),
    ...drafts.flatMap((draft) => abilityProblems(draft, skillNames)),
    ...(top.ok ? [] : [{ path: "team.yaml", ...teamFile.topPlace, message: top.message }]),
  ];
  const agents = drafts.flatMap((draft) => draft.agent ?? []);
  if (problems.length > 0 || teamFile.value === undefined || !top.ok) throw teamInvalid(where, problems);
  return assemble(teamFile.value, {
    policy: teamFile.policy,
    agents,
    skills: skillFiles.flatMap((file) => file.skill ?? []),
    top: top.name,
    texts,
  });
}

interface TeamParts {
  readonly policy: Team["policy"];
  readonly agents: readonly Agent[];
  readonly skills: readonly Skill[];
  readonly top: string;
  readonly texts: Texts;
}

function assemble(file: TeamFile, { policy, agents, skills, top, texts }: TeamParts): Team {
  return {
    name: file.name,
    title: file.title ?? file.name,
    description: file.description,
    top,
    agentsByName: new Map(agents.map((agent) => [agent.name, agent])),
    skills: new Map(skills.map((skill) => [skill.name, skill])),
    modelAliases: file.models,
    limits: file.limits,
    judgesResults: file.judge,
    policy,
    ...(file.filters === undefined ? {} : { filters: filtersFrom(file.filters) }),
    hash: contentHash(stableStringify(texts)),
    files: texts,
  };
}

interface TeamFileReading {
  readonly value: TeamFile | undefined;
  readonly policy: Team["policy"];
  readonly problems: readonly TeamProblem[];
  /** As written, also in a file with other problems; null when the file cannot say. */
  readonly wantedTop: string | undefined | null;
  readonly topPlace: { readonly line: number; readonly column: number };
}

function readTeamFile(
  text: string | undefined,
  { folder, expected }: { readonly folder: string; readonly expected: boolean },
): TeamFileReading {
  const path = "team.yaml";
  const start = { line: 1, column: 1 };
  if (text === undefined)
    return {
      value: undefined,
      policy: [],
      problems: expected ? [problemOf(path, "missing")] : [],
      wantedTop: null,
      topPlace: start,
    };
  const source = readYaml(text);
  if (source.problems.length > 0)
    return {
      value: undefined,
      policy: [],
      problems: source.problems.map((problem) => ({ path, ...problem })),
      wantedTop: null,
      topPlace: start,
    };

  const verdict = checkAgainst(teamFileSchema, source);
  const problems: TeamProblem[] = verdict.ok ? [] : verdict.problems.map((problem) => ({ path, ...problem }));
  const { name, top } = (source.value ?? {}) as { readonly name?: unknown; readonly top?: unknown };
  if (typeof name === "string" && name !== folder)
    problems.push({
      path,
      ...source.locate(["name"]),
      message: `\`name\` is \`${name}\`, but the folder is called ${folder}`,
    });
  return {
    value: verdict.ok ? verdict.value : undefined,
    policy: verdict.ok ? rulesFrom(verdict.value.policy, path, (index) => source.locate(["policy", index]).line) : [],
    problems,
    wantedTop: top === undefined || typeof top === "string" ? top : null,
    topPlace: source.locate(["top"]),
  };
}

function pathsIn(texts: Texts, folder: string): string[] {
  return Object.keys(texts).filter((path) => path.startsWith(folder));
}

function namesIn(paths: Iterable<string>, pattern: RegExp): ReadonlySet<string> {
  return new Set([...paths].flatMap((path) => pattern.exec(path)?.[1] ?? []));
}
