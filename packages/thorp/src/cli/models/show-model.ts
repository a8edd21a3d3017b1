/** `thorp models show`: everything that is known about one model. */

import { oneLine } from "../../base/clean-text.ts";
import { timeWords } from "../../base/words.ts";
import type { ModelSheet } from "../../wire/model-desk.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { modelWork } from "./model-work.ts";

/** Throws `model-unknown` with the nearest name. */
export async function showModel(context: CommandContext, wanted: string, options: CommonOptions): Promise<void> {
  const work = await modelWork(context, await readConfig(context, options));
  const sheet = await work.sheet(wanted);
  const { stdout } = context.surroundings;
  if (options.json) stdout.write(`${JSON.stringify(sheet, null, 2)}\n`);
  else stdout.write(sheetText(sheet, context.terminal.paint.bold(sheet.id)));
}

function sheetText(sheet: ModelSheet, title: string): string {
  const { settings, openrouter, kind, dialect, urls = [], state, aliases, usedBy, account } = sheet;
  const rows: readonly (readonly [label: string, text: string | undefined])[] = [
    ["state", state],
    [
      "provider",
      kind &&
        `${sheet.provider} (${kind}${kind === "openai" ? `, ${dialect}` : ""})${urls.length === 0 ? "" : ` at ${urls.join(", ")}`}`,
    ],
    ["account", account],
    ["tier", sheet.tier],
    ["window", `${sheet.context.toLocaleString("en")} tokens`],
    ["answer", sheet.maxOutput === undefined ? undefined : `at most ${sheet.maxOutput.toLocaleString("en")} tokens`],
    ["price", priceWords(sheet.price)],
    ["reserve", sheet.ceiling === undefined ? undefined : priceWords(sheet.ceiling)],
    ["can", sheet.capabilities.join(", ")],
    ["at once", `${sheet.slots} calls`],
    ["parameters", settings && parameterWords(settings)],
    ["leaves out", settings?.unsupported.join(", ") || undefined],
    ["formats", settings?.formats?.join(", ")],
    ["effort", settings?.reasoning],
    ["system", settings?.system && oneLine(settings.system)],
    ["openrouter", openrouter && JSON.stringify(openrouter)],
    ["test", testWords(sheet)],
    ["also called", aliases.join(", ") || undefined],
    ["used by", usedBy.join(", ") || "no agent"],
  ];
  const lines = rows.flatMap(([label, text]) => (text === undefined ? [] : [`  ${label.padEnd(12)} ${oneLine(text)}`]));
  return `${title}\n${lines.join("\n")}\n`;
}

function priceWords(price: ModelSheet["price"]): string {
  if (price === undefined) return "unknown";
  const { input = 0, output = 0, cachedInput, cacheWrite, reasoning, audio, image, request } = price;
  if (Object.values(price).every((amount) => amount === 0)) return "free";
  const extras = Object.entries({ cached: cachedInput, "cache write": cacheWrite, thought: reasoning, sound: audio });
  const pieces = Object.entries({ "a picture": image, "a call": request });
  return [
    `$${input} in, $${output} out`,
    ...extras.flatMap(([name, amount]) => (amount === undefined ? [] : [`$${amount} ${name}`])),
  ]
    .join(", ")
    .concat(" per million tokens")
    .concat(...pieces.flatMap(([name, amount]) => (amount === undefined ? [] : [`, $${amount} ${name}`])));
}

function parameterWords({ parameters }: NonNullable<ModelSheet["settings"]>): string | undefined {
  const words = Object.entries(parameters).map(([name, range]) => {
    const { min, max, default: usual } = range;
    const bounds = min === undefined && max === undefined ? "" : ` ${min ?? ""}..${max ?? ""}`;
    return `${name}${bounds}${usual === undefined ? "" : ` (usually ${usual})`}`;
  });
  return words.join(", ") || undefined;
}

function testWords({ id, requiresTest, test }: ModelSheet): string | undefined {
  if (test === undefined) return requiresTest ? `required: thorp models test ${id}` : undefined;
  const failed = test.checks.filter(({ state }) => state === "failed").map(({ name }) => name);
  return `${test.ok ? "passed" : `failed (${failed.join(", ")})`} ${timeWords(test.at)}`;
}
