/** `thorp models show`: everything that is known about one model. */

import { oneLine } from "../../base/clean-text.ts";
import { timeWords } from "../../base/words.ts";
import type { ModelDesk } from "../../engine/model-desk/model-desk.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { type AgentModels, teamModels } from "./team-models.ts";
import { withDesk } from "./with-desk.ts";

type Entry = ReturnType<ModelDesk["catalogue"]["resolveModel"]>;

/** Throws `model-unknown` with the nearest name. */
export async function showModel(context: CommandContext, wanted: string, options: CommonOptions): Promise<void> {
  const config = await readConfig(context, options);
  await withDesk(config, async (desk) => {
    const agents = await teamModels(context, config, desk.catalogue.ownAliases);
    const entry = desk.catalogue.resolveModel(wanted);
    const sheet = {
      entry,
      provider: desk.catalogue.providers.get(entry.provider),
      state: await stateOf(context, config, entry),
      aliases: [...desk.catalogue.aliases].flatMap(([alias, id]) => (id === entry.id ? [alias] : [])),
      usedBy: usersOf(desk, entry, agents),
      test: await desk.lastTest(entry.id),
      // An account that does not answer is no reason to show nothing.
      account: await desk.account(entry.provider).catch((error: unknown) => `unknown (${String(error)})`),
    };
    const { stdout } = context.surroundings;
    if (options.json) stdout.write(`${JSON.stringify(sheetJson(sheet), null, 2)}\n`);
    else stdout.write(sheetText(sheet, context.terminal.paint.bold(entry.id)));
  });
}

interface Sheet {
  readonly entry: Entry;
  readonly provider: ReturnType<ModelDesk["catalogue"]["providers"]["get"]>;
  readonly state: string;
  readonly aliases: readonly string[];
  readonly usedBy: readonly string[];
  readonly test: Awaited<ReturnType<ModelDesk["lastTest"]>>;
  readonly account: string | undefined;
}

async function stateOf(
  context: CommandContext,
  config: Awaited<ReturnType<typeof readConfig>>,
  { id, isListed }: Entry,
): Promise<string> {
  if (!isListed) return "not in the catalogue; taken as the provider's";
  const models = await withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.listModels());
  const found = models.find((model) => model.id === id);
  return found?.obstacle ?? "ready";
}

function usersOf({ catalogue }: ModelDesk, entry: Entry, agents: readonly AgentModels[]): readonly string[] {
  return agents.flatMap(({ team, agent, models }) =>
    models.flatMap(({ tier, name }) => (isModel(catalogue, name, entry.id) ? [`${team}/${agent} (${tier})`] : [])),
  );
}

function isModel(catalogue: ModelDesk["catalogue"], name: string, id: string): boolean {
  try {
    return catalogue.resolveModel(name).id === id;
  } catch {
    return false;
  }
}

function sheetText(sheet: Sheet, title: string): string {
  const { entry, provider, state, aliases, usedBy, test, account } = sheet;
  const { settings, openrouter } = entry;
  const rows: readonly (readonly [label: string, text: string | undefined])[] = [
    ["state", state],
    [
      "provider",
      provider &&
        `${entry.provider} (${provider.kind}${provider.kind === "openai" ? `, ${provider.dialect}` : ""})${provider.urls.length === 0 ? "" : ` at ${provider.urls.join(", ")}`}`,
    ],
    ["account", account],
    ["tier", entry.tier],
    ["window", `${entry.context.toLocaleString("en")} tokens`],
    ["answer", entry.maxOutput === undefined ? undefined : `at most ${entry.maxOutput.toLocaleString("en")} tokens`],
    ["price", priceWords(entry.price)],
    ["reserve", entry.ceiling === undefined ? undefined : priceWords(entry.ceiling)],
    ["can", entry.capabilities.join(", ")],
    ["at once", `${entry.slots} calls`],
    ["parameters", settings && parameterWords(settings)],
    ["leaves out", settings?.unsupported.join(", ") || undefined],
    ["formats", settings?.formats?.join(", ")],
    ["effort", settings?.reasoning],
    ["system", settings?.system && oneLine(settings.system)],
    ["openrouter", openrouter && JSON.stringify(openrouter)],
    ["test", testWords(entry, test)],
    ["also called", aliases.join(", ") || undefined],
    ["used by", usedBy.join(", ") || "no agent"],
  ];
  const lines = rows.flatMap(([label, text]) => (text === undefined ? [] : [`  ${label.padEnd(12)} ${oneLine(text)}`]));
  return `${title}\n${lines.join("\n")}\n`;
}

const perMillion = (amount: number) => `$${amount / 1e6}`;

function priceWords(price: Entry["price"]): string {
  if (price === undefined) return "unknown";
  const { input, output, cachedInput, cacheWrite, reasoning, audio, image, request } = price;
  if (Object.values(price).every((amount) => amount === 0)) return "free";
  const extras = Object.entries({ cached: cachedInput, "cache write": cacheWrite, thought: reasoning, sound: audio });
  const pieces = Object.entries({ "a picture": image, "a call": request });
  return [
    `${perMillion(input)} in, ${perMillion(output)} out`,
    ...extras.flatMap(([name, amount]) => (amount === undefined ? [] : [`${perMillion(amount)} ${name}`])),
  ]
    .join(", ")
    .concat(" per million tokens")
    .concat(...pieces.flatMap(([name, amount]) => (amount === undefined ? [] : [`, ${perMillion(amount)} ${name}`])));
}

function parameterWords({ parameters }: NonNullable<Entry["settings"]>): string | undefined {
  const words = Object.entries(parameters).map(([name, range]) => {
    const { min, max, default: usual } = range ?? {};
    const bounds = min === undefined && max === undefined ? "" : ` ${min ?? ""}..${max ?? ""}`;
    return `${name}${bounds}${usual === undefined ? "" : ` (usually ${usual})`}`;
  });
  return words.join(", ") || undefined;
}

function testWords(entry: Entry, test: Sheet["test"]): string | undefined {
  if (test === undefined) return entry.requiresTest ? `required: thorp models test ${entry.id}` : undefined;
  const failed = test.checks.filter(({ state }) => state === "failed").map(({ name }) => name);
  return `${test.ok ? "passed" : `failed (${failed.join(", ")})`} ${timeWords(test.at)}`;
}

function sheetJson({ entry, provider, test, ...rest }: Sheet) {
  const { price, ceiling, ...model } = entry;
  const dollars = (amounts: Entry["price"]) =>
    amounts && Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount / 1e6]));
  const { kind, dialect, urls } = provider ?? {};
  return { ...model, price: dollars(price), ceiling: dollars(ceiling), kind, dialect, urls, ...rest, test };
}
