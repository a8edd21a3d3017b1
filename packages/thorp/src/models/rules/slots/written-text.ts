/** What is to be written into a file: given in the request, or found by earlier tasks. */

import type { Json } from "../../../base/json.ts";
import type { BriefInput } from "../../brief.ts";
import { rowsOf, type SlotContext } from "./slot-context.ts";

/** Undefined when there is nothing to write. */
export function writtenText(context: SlotContext, path: string | undefined): string | undefined {
  const { goal, tokens, inputs } = context;
  if (
    /\bempty\b/i.test(goal) &&
    /\b(?:file|document|create|make|new)\b/i.test(goal) &&
    !tokens.some((token) => token.kind === "quoted")
  )
    return "";
  const content = contentBehind(goal, path);
  const quotations = tokens.filter((token) => token.kind === "quoted").map((token) => token.value);
  const points =
    /\b(?:it|that|this|them|these|those|result|results|answer|summary|finding|findings|both|everything|output|number|total|value)\b/i.test(
      goal,
    );
  if (inputs.length > 0 && (points || (content === undefined && quotations.length === 0)))
    return textOfInputs(inputs, path);
  if (content !== undefined) return content;
  if (quotations.length > 0) return quotations.join("\n");
  const words = wordsToWrite(goal);
  const lines = words === undefined ? undefined : asLines(words);
  return lines ?? (inputs.length > 0 ? textOfInputs(inputs, path) : undefined);
}

/** Behind a colon or a dash that follows the file or "this". */
function contentBehind(goal: string, path: string | undefined): string | undefined {
  const found = /^(.{3,}?)\s*(?::\s|\s[-–—]\s|:\n|\n)(.+)$/s.exec(goal);
  const content = found?.[2]?.trim();
  if (
    content === undefined ||
    content === "" ||
    !/\b(?:write|save|store|append|add|note|put|record|log|jot|create|keep|memo|following|replace|update|remind\w*|draft|down)\b/i.test(
      (found?.[1] ?? "").replace(path ?? "", ""),
    )
  )
    return undefined;
  return content.replace(/^["“'](.*)["”']$/s, "$1");
}

// "Anna, Ben and Carla, one per line".
function asLines(words: string): string {
  const list = /^(.+?),? (?:one per line|each on (?:its|a|their) own line|on separate lines|line by line)$/i.exec(
    words,
  )?.[1];
  return list === undefined ? words : list.split(/,\s*(?:and )?| and /).join("\n");
}

// "overwrite out/version.txt with 2.4.1", "write 42 into answer.txt", "add milk to list.md".
function wordsToWrite(goal: string): string | undefined {
  const behind =
    /\b(?:with|containing|saying|reading|by)(?: (?:the )?(?:text|content|line|words?|sentence|value))? (.+?)[.]?$/i.exec(
      goal,
    )?.[1];
  if (behind !== undefined && !/\.[a-z]{2,4}$/i.test(behind)) return behind;
  const words =
    /\b(?:write|put|save|store|append|add|note|record|keep|log|jot down)(?: down)?(?: the (?:line|text|words?|sentence|note))? (.+?) (?:to|in|into|as|under|at the end of|at the bottom of|onto)\b/i.exec(
      goal,
    )?.[1];
  return words !== undefined &&
    /^(?:it|that|this|them|these|those|both|everything|(?:the |all )?(?:results?|answers?|summary|findings?|output))$/i.test(
      words,
    )
    ? undefined
    : words;
}

/** Rows become CSV in a CSV file and JSON in a JSON file, else the words of the results. */
function textOfInputs(inputs: readonly BriefInput[], path: string | undefined): string {
  const [only] = inputs;
  const rows = inputs.length === 1 && only !== undefined ? rowsOf(only) : undefined;
  if (rows !== undefined && path !== undefined) {
    if (/\.csv$/i.test(path)) return csvOf(rows);
    if (/\.json$/i.test(path)) return `${JSON.stringify(rows, undefined, 2)}\n`;
  }
  return `${inputs.map((input) => input.text.trim()).join("\n\n")}\n`;
}

function csvOf(rows: readonly { readonly [name: string]: Json }[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: Json | undefined) => {
    const text = value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns.map(cell).join(","), ...rows.map((row) => columns.map((name) => cell(row[name])).join(","))].join("\n")}\n`;
}
