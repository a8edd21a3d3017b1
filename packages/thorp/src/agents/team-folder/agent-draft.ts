/**
 * One agent's file as far as it could be read.
 *
 * Checks across files work on the draft, not on the finished agent: a mistake in one key must not hide the mistakes
 * in the others.
 */

import type { KeyPath } from "../../base/yaml-source.ts";
import { checkAgainst } from "../../tools/schema-problems.ts";
import type { Agent, AgentMode } from "../team.ts";
import { durationMs } from "./duration.ts";
import { readFrontMatter } from "./front-matter.ts";
import { rulesFrom } from "./policy-schema.ts";
import type { TeamProblem } from "./team-problem.ts";
import { type AgentFile, agentFileSchema } from "./team-schema.ts";

/** A file to be checked against the others. */
export interface AgentDraft {
  readonly path: string;
  /** From the file's name: what others call it. */
  readonly name: string;
  /** The entries of a list that are text, whatever else is wrong, each with its index. */
  list(
    key: "tools" | "delegates" | "peers" | "capabilities" | "skills" | "knowledge",
  ): readonly (readonly [text: string, index: number])[];
  readonly kind: unknown;
  /** Undefined when the file has problems. */
  readonly agent: Agent | undefined;
  /** A problem at a key or value of the front matter. */
  problemAt(path: KeyPath, message: string, part?: "key" | "value"): TeamProblem;
}

/** `path` is `agents/NAME.md`. Never throws: what is wrong comes back with its place. */
export function draftAgent(
  path: string,
  text: string,
): { readonly draft: AgentDraft; readonly problems: readonly TeamProblem[] } {
  const { source, body, bodyLine } = readFrontMatter(text);
  const name = path.slice("agents/".length, -".md".length);
  const value = source.value as Readonly<Record<string, unknown>> | null | undefined;
  const problemAt: AgentDraft["problemAt"] = (at, message, part) => ({ path, ...source.locate(at, part), message });

  const problems: TeamProblem[] = source.problems.map((problem) => ({ path, ...problem }));
  const readable = problems.length === 0;
  const verdict = readable ? checkAgainst(agentFileSchema, source) : undefined;
  if (verdict?.ok === false) problems.push(...verdict.problems.map((problem) => ({ path, ...problem })));
  const ownName = value?.name;
  if (typeof ownName === "string" && ownName !== name)
    problems.push(problemAt(["name"], `\`name\` is \`${ownName}\`, but the file is called ${name}.md`));
  if (readable && body === "")
    problems.push({ path, line: bodyLine, column: 1, message: "the instructions are missing below the front matter" });

  const draft: AgentDraft = {
    path,
    name,
    kind: value?.kind,
    list(key) {
      const entries = value?.[key];
      if (!Array.isArray(entries)) return [];
      return entries.flatMap((entry, index) => (typeof entry === "string" ? [[entry, index] as const] : []));
    },
    agent:
      verdict?.ok && problems.length === 0
        ? {
            ...agentFrom(verdict.value, body),
            policy: rulesFrom(verdict.value.policy, path, (index) => source.locate(["policy", index]).line),
          }
        : undefined,
    problemAt,
  };
  return { draft, problems };
}

function agentFrom(file: AgentFile, instructions: string): Omit<Agent, "policy"> {
  return { ...file, instructions, modes: file.modes.map(modeFrom) };
}

function modeFrom({ deadline, ...mode }: AgentFile["modes"][number]): AgentMode {
  const deadlineMs = deadline === undefined ? undefined : durationMs(deadline);
  return deadlineMs === undefined ? mode : { ...mode, deadlineMs };
}
