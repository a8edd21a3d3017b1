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

/** Those of `others` that a description names, in their order. */
function mentionsIn(description: string, others: readonly string[]): readonly string[] {
  return others.filter((name) => new RegExp(`\\b${name}\\b`).test(description));
}

/** Finds the other tools that a description namesin the time that reading it takes. */
export function mentionFinder(
  names: readonly string[],
): (tool: { readonly name: string; readonly description: string }) => readonly string[] {
  const places = new Map(names.map((name, place) => [name, place]));
  const odd = names.filter((name) => /\W/.test(name));
  return ({ name, description }) => {
    const words = [...new Set(description.match(/\w+/g) ?? [])].filter((word) => places.has(word));
    const found = new Set(odd.length === 0 ? words : [...words, ...mentionsIn(description, odd)]);
    found.delete(name);
    return [...found].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  };
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
