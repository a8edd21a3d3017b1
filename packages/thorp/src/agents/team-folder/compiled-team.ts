/** Teams that ship with the program, as the build has read them: the same team without parsing YAML at every start. */
import { basename, resolve } from "node:path";
import { readCompiled } from "../../base/compiled.ts";
import { contentHash, stableStringify } from "../../base/json.ts";
import type { Skill } from "../../tools/shelf.ts";
import type { Agent, Team } from "../team.ts";
import { acceptTexts } from "./team-files.ts";

/** A team as JSON; its texts are those that it was found by. */
export interface CompiledTeam extends Omit<Team, "agentsByName" | "skills" | "files" | "folder"> {
  readonly agents: readonly Agent[];
  readonly skills: readonly Skill[];
}

/** For the build. Where its folder was then says nothing about where it is now. */
export function compileTeam({ agentsByName, skills, files: _files, folder: _folder, ...rest }: Team): CompiledTeam {
  return { ...rest, agents: [...agentsByName.values()], skills: [...skills.values()] };
}

/** The team of these texts in the folder `where`, or undefined when the build has not seen exactly them. */
export async function compiledTeam(files: Readonly<Record<string, string>>, where: string): Promise<Team | undefined> {
  const { texts, problems } = acceptTexts(files);
  if (problems.length > 0) return undefined;
  const found = (await readCompiled(contentHash(stableStringify(texts)))) as CompiledTeam | undefined;
  if (found?.name !== basename(resolve(where))) return undefined;
  const { agents, skills, ...rest } = found;
  return {
    ...rest,
    agentsByName: new Map(agents.map((agent) => [agent.name, agent])),
    skills: new Map(skills.map((skill) => [skill.name, skill])),
    files: texts,
  };
}
