/** `thorp config`, `config validate` and `config schema`. */

import { oneLine } from "../../base/clean-text.ts";
import { countWords } from "../../base/words.ts";
import type { EffectiveSetting } from "../../config/load-config.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";

/** Every setting in effect with its origin; keys are never shown. */
export async function showConfig(context: CommandContext, options: CommonOptions): Promise<void> {
  const { terminal, surroundings } = context;
  const { stdout } = surroundings;
  const { settings, effective } = await readConfig(context, options);
  if (options.json) {
    const origins = Object.fromEntries(effective.map(({ setting, origin }) => [setting.key, origin]));
    stdout.write(`${JSON.stringify({ settings, origins }, null, 2)}\n`);
    return;
  }
  const rows = effective.map((each) => [each.setting.key, valueWords(each, settings.dataDir), each.origin]);
  const columns = [{ title: "setting" }, { title: "value", isFlexible: true }, { title: "from" }];
  stdout.write(
    renderTable(rows, { columns, paint: terminal.paint, ...(stdout.isTTY ? { width: terminal.width() } : {}) }),
  );
}

/** Throws `config-invalid` with the place of each mistake. */
export async function validateConfig(context: CommandContext, options: CommonOptions): Promise<void> {
  // Whatever is wrong is thrown while reading, with its place.
  const { file, envFiles, effective, warnings } = await readConfig(context, options);
  const set = effective.filter(({ origin }) => origin !== "default").length;
  const read = [...(file === undefined ? [] : [file]), ...envFiles];
  const from = read.length === 0 ? "there is no thorp.yaml and no .env" : read.join(", ");
  context.surroundings.stdout.write(
    `${warnings.length === 0 ? "All right" : "No errors"}: ${countWords(set, "setting")} set; ${from}.\n`,
  );
}

/** Reads no settings: it works while they are broken. */
export async function printSchema({ surroundings }: CommandContext): Promise<void> {
  const { settingsJsonSchema } = await import("../../config/settings-json-schema.ts");
  surroundings.stdout.write(`${JSON.stringify(settingsJsonSchema(), null, 2)}\n`);
}

function valueWords({ setting, value }: EffectiveSetting, dataDir: string): string {
  if (value === undefined) return setting.key === "dataDir" ? dataDir : setting.defaultText.replaceAll("`", "");
  return oneLine(typeof value === "string" ? value : JSON.stringify(value));
}
