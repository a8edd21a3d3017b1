/** One skill: a folder with a SKILL.md, as the Agent Skills format has it. */

import { checkAgainst } from "../../tools/schema-problems.ts";
import type { Skill } from "../../tools/shelf.ts";
import { readFrontMatter } from "./front-matter.ts";
import type { TeamProblem } from "./team-problem.ts";
import { skillFileSchema } from "./team-schema.ts";

/** What came of reading it. */
export interface SkillReading {
  /** Undefined when the file has problems. */
  readonly skill: Skill | undefined;
  readonly problems: readonly TeamProblem[];
}

/** `path` is `skills/NAME/SKILL.md` among the `texts` of the team. Keys that we do not know are left alone. */
export function readSkill(path: string, texts: Readonly<Record<string, string>>): SkillReading {
  const { source, body, bodyLine } = readFrontMatter(texts[path] ?? "");
  const folder = path.split("/")[1] ?? "";
  if (source.problems.length > 0)
    return { skill: undefined, problems: source.problems.map((problem) => ({ path, ...problem })) };
  const verdict = checkAgainst(skillFileSchema, source);
  const problems: TeamProblem[] = verdict.ok ? [] : verdict.problems.map((problem) => ({ path, ...problem }));
  const name = (source.value as { readonly name?: unknown } | null)?.name;
  if (typeof name === "string" && name !== folder)
    problems.push({
      path,
      ...source.locate(["name"]),
      message: `\`name\` is \`${name}\`, but the folder is called ${folder}`,
    });
  if (body === "")
    problems.push({ path, line: bodyLine, column: 1, message: "the instructions are missing below the front matter" });
  if (!verdict.ok || problems.length > 0) return { skill: undefined, problems };
  const { name: ownName, description } = verdict.value;
  return {
    skill: { name: ownName, description, instructions: body, references: referencesOf(folder, texts) },
    problems,
  };
}

function referencesOf(folder: string, texts: Readonly<Record<string, string>>): Skill["references"] {
  const start = `skills/${folder}/`;
  return Object.fromEntries(
    Object.entries(texts).flatMap(([path, text]) =>
      path.startsWith(`${start}references/`) ? [[path.slice(start.length), text] as const] : [],
    ),
  );
}
