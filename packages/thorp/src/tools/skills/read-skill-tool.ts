/** Reads one of the calling agent's skills: its instructions, or a file that they refer to. */
import { z } from "zod";
import { nearest } from "../../base/nearest.ts";
import { settleCall } from "../settle-call.ts";
import type { Skill } from "../shelf.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";

const input = z.object({
  name: z.string().trim().min(1).max(64).describe("Name of the skill"),
  file: z.string().trim().max(200).optional().describe("A file of the skill that its instructions name"),
  from: z.int().min(0).max(1_000_000).optional().describe("First character to read; 0 when left out"),
});

/** What a tool may say at once, with room for the list of files. */
const MOST_CHARACTERS = 14_000;

/** Offered to agents with `skills` in their file, whatever tools it lists. */
export function createReadSkillTool(): Tool {
  return defineTool({
    name: "read_skill",
    capability: "skills",
    description:
      "Reads the instructions of one of your skills, or a file of it. Read a skill that fits before you work.",
    examples: [
      "Read the skill for meeting notes",
      "How does the report skill want it?",
      "Open the checklist of the skill",
      "Follow the skill for invoices",
      "Show the template that the skill names",
    ],
    input,
    effect: "read",
    repeatable: true,
    cacheable: false,
    describe: ({ name, file }) => ({
      effect: "read",
      summary: `read the skill ${name.slice(0, 64)}${file === undefined ? "" : `, ${file.slice(0, 80)}`}`,
    }),
    execute: (given, context) => settleCall(context, () => read(given, context)),
  });
}

async function read({ name, file, from = 0 }: z.infer<typeof input>, { shelf }: ToolContext): Promise<ToolOutput> {
  const skills = shelf?.skills ?? [];
  const skill = skills.find((candidate) => candidate.name === name);
  if (skill === undefined) {
    const names = skills.map((candidate) => candidate.name);
    return { ok: false, text: `There is no skill “${name}”.${meant(name, names)}` };
  }
  if (file === undefined || file === "SKILL.md") return part(bodyOf(skill), from);
  const path = file.replace(/^\.?\//, "").replace(new RegExp(`^${skill.name}/`), "");
  const known = [path, `references/${path}`].find((candidate) => Object.hasOwn(skill.references, candidate));
  const text = known === undefined ? undefined : skill.references[known];
  if (text !== undefined) return part(text, from);
  const reason = /^scripts\//.test(path) ? " Scripts of skills are not run or shown here." : "";
  return {
    ok: false,
    text: `The skill ${skill.name} has no file “${file}”.${reason}${meant(path, Object.keys(skill.references))}`,
  };
}

function bodyOf({ instructions, references }: Skill): string {
  const files = Object.keys(references);
  return files.length === 0 ? instructions : `${instructions}\n\nFiles of this skill: ${files.join(", ")}`;
}

/** The team's own words, so nothing is fenced. */
function part(text: string, from: number): ToolOutput {
  if (from > 0 && from >= text.length)
    return { ok: false, text: `It has ${text.length} characters; there is none at ${from}.` };
  const end = Math.min(text.length, from + MOST_CHARACTERS);
  const more = end < text.length ? `\n(cut here; read on with from ${end})` : "";
  return { ok: true, text: `${text.slice(from, end)}${more}`, labels: ["team"] };
}

function meant(name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  if (close !== undefined) return ` Did you mean ${close}?`;
  return known.length === 0 ? "" : ` There are: ${known.slice(0, 20).join(", ")}.`;
}
