/** `thorp tools show`: all that is known of one tool. */

import { oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import type { ToolSummary } from "../../engine/thorp.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { withTools } from "./open-tools.ts";
import { keptWords, rateWords } from "./terms-words.ts";

/** Throws `tool-unknown`. */
export async function showTool(context: CommandContext, name: string, options: CommonOptions): Promise<void> {
  const tools = await withTools(context, options, (thorp) => thorp.listTools());
  const tool = toolNamed(name, tools);
  const { stdout } = context.surroundings;
  stdout.write(options.json ? `${JSON.stringify(tool, null, 2)}\n` : linesOf(tool).join(""));
}

/** By its name, or as `SOURCE/NAME`. Throws `tool-unknown` with the nearest name. */
function toolNamed(name: string, tools: readonly ToolSummary[]): ToolSummary {
  const found = tools.find((tool) => tool.name === name || `${tool.source.id}/${tool.ownName}` === name);
  if (found !== undefined) return found;
  const close = nearest(
    name,
    tools.map((tool) => tool.name),
  );
  throw new ThorpError("tool-unknown", `There is no tool ${name}.${close ? ` Did you mean ${close}?` : ""}`);
}

function linesOf(tool: ToolSummary): readonly string[] {
  const { description, examples, input, usage, terms, teams, price, source, ownName, origin } = tool;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["capability", tool.capability],
    ["source", `${source.title} (${source.id}/${ownName})`],
    ["effect", tool.effect],
    ["status", tool.status],
    ["known", tool.evidence],
    ["price", price === undefined ? undefined : `${price} US dollars a call`],
    ["teams", teams.join(", ") || "none"],
    ["calls", usage && callsOf(usage)],
    [
      "last error",
      usage?.lastFailure && `${new Date(usage.lastFailure.at).toISOString()} ${usage.lastFailure.message}`,
    ],
    ["kept for", terms && keptWords(terms.cacheMs)],
    ["training", terms?.training],
    ["allowed", terms?.rate && rateWords(terms.rate)],
    ["credit", terms?.attribution],
    ["terms page", terms?.url],
    ["terms", terms?.note],
  ];
  const widest = Math.max(...facts.map(([name]) => name.length));
  return [
    `${tool.name}\n${oneLine(description)}\n\n`,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(widest)}  ${oneLine(value)}\n`])),
    ...needLines(tool),
    ...(examples.length === 0 ? [] : ["\nPeople say\n", ...examples.map((example) => `  ${oneLine(example)}\n`)]),
    `\nInput\n${JSON.stringify(input, null, 2).replace(/^/gm, "  ")}\n`,
    ...(origin === undefined ? [] : [`\nWhat stands behind it (${origin.file})\n${textLines(origin.text)}`]),
  ];
}

/** As text: no sign of it moves the cursor. */
function textLines(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line.replace(/(?!\t)\p{Cc}/gu, "")}\n`)
    .join("");
}

function callsOf({ calls, failed, cached, ms, cost }: NonNullable<ToolSummary["usage"]>): string {
  const paid = cost > 0 ? `, ${cost} US dollars` : "";
  const kept = cached > 0 ? `, ${cached} answered by what was kept` : "";
  return `${calls}, ${failed} of them failed${kept}; half within ${ms.p50} ms, 95 % within ${ms.p95} ms${paid}`;
}

function needLines({ needs }: ToolSummary): readonly string[] {
  if (needs.length === 0) return [];
  const lines = needs.map((need) => {
    const state = need.isMet
      ? "there"
      : need.kind !== "sandbox" && need.isOptional
        ? "not there, works without"
        : "missing";
    if (need.kind === "sandbox") return `  a sandbox for programs: ${state}\n`;
    const where = need.kind === "key" ? need.where : need.what;
    return `  ${need.env} (${need.kind}): ${state}${where === undefined ? "" : `; ${oneLine(where)}`}\n`;
  });
  return ["\nNeeds\n", ...lines];
}
