/** Descriptions of tools send a model to other tools; an agent is sent only to those that it has. */
import type { LanguageModelV4FunctionTool } from "../models/language-model.ts";
import type { ToolSpec } from "./tool-specs.ts";

/** As the tool itself where it names no other, or only such as are in `own`. */
export function toolInWordsFor(
  { functionTool, mentions }: ToolSpec,
  own: ReadonlySet<string>,
): LanguageModelV4FunctionTool {
  const missing = mentions.filter((name) => !own.has(name));
  const { description } = functionTool;
  if (missing.length === 0 || description === undefined) return functionTool;
  return { ...functionTool, description: withoutNames(description, { missing, mentions }) };
}

/** Names of other tools in a description, each once. */
export function mentionsIn(description: string, others: readonly string[]): readonly string[] {
  return others.filter((name) => new RegExp(`\\b${name}\\b`).test(description));
}

interface Names {
  readonly missing: readonly string[];
  readonly mentions: readonly string[];
}

/** A sentence that leads only to what is missing goes; of a list of tools those that are there stay. */
function withoutNames(description: string, { missing, mentions }: Names): string {
  const list = new RegExp(`\\b(?:${mentions.join("|")})\\b(?:(?:, | or | and )(?:${mentions.join("|")})\\b)*`, "g");
  return description
    .split(/(?<=\.) /)
    .flatMap((sentence) => {
      const named = mentionsIn(sentence, mentions);
      const left = named.filter((name) => !missing.includes(name));
      if (named.length === left.length) return [sentence];
      return left.length === 0 ? [] : [sentence.replace(list, (names) => orList(mentionsIn(names, left)))];
    })
    .join(" ");
}

function orList(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
