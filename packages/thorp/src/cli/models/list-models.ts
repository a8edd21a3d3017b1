/** `thorp models list`: the catalogue as a table. */

import { oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import type { ModelSummary } from "../../engine/thorp.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";

/** The options of `thorp models`. */
export interface ModelsOptions extends CommonOptions {
  readonly check?: boolean;
  readonly provider?: string;
}

const columns = [
  { title: "model" },
  { title: "tier" },
  { title: "provider" },
  { title: "window", isRight: true },
  { title: "$ in/out per M", isRight: true },
  { title: "state", isFlexible: true },
  { title: "also called", isFlexible: true },
];

/** Asks the servers only with `check`; the data folder stays untouched. */
export async function listModels(context: CommandContext, options: ModelsOptions): Promise<void> {
  const { terminal, surroundings } = context;
  const { stdout, stderr } = surroundings;
  const config = await readConfig(context, options);
  const check = options.check ?? false;
  const all = await withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.listModels({ check }));
  const models = all.filter(({ provider }) => options.provider === undefined || provider === options.provider);
  if (models.length === 0 && options.provider !== undefined) throw noModels(options.provider, all);
  if (options.json) {
    stdout.write(`${JSON.stringify(models, null, 2)}\n`);
    return;
  }
  const rows = models.map((model) => [
    model.id,
    model.tier,
    model.provider,
    windowWords(model.context),
    priceWords(model),
    oneLine(model.obstacle ?? (check || model.tier === "embedded" ? "ready" : "not asked")),
    model.aliases.join(", "),
  ]);
  stdout.write(
    renderTable(rows, { columns, paint: terminal.paint, ...(stdout.isTTY ? { width: terminal.width() } : {}) }),
  );
  if (!check) stderr.write("`thorp models --check` asks the servers which of them answer.\n");
}

function noModels(provider: string, models: readonly ModelSummary[]): ThorpError {
  const names = [...new Set(models.map((model) => model.provider))];
  const meant = nearest(provider, names);
  const close = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return new ThorpError("usage", `The catalogue has no models of ${provider}.${close}`);
}

function windowWords(tokens: number): string {
  return tokens >= 1000 ? `${Math.round(tokens / 1000)}k` : String(tokens);
}

function priceWords({ price }: ModelSummary): string {
  if (price === undefined) return "unknown";
  return price.input === 0 && price.output === 0 ? "free" : `${price.input}/${price.output}`;
}
