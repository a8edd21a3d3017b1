/** `thorp config set` and `config unset`: writes thorp.yaml; a server that runs takes up at once what it can. */
import { ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import type { Config } from "../../config/load-config.ts";
import { flagValue } from "../../config/read-text-settings.ts";
import { listSettings } from "../../config/setting-list.ts";
import { createSettingsDesk } from "../../config/settings-desk.ts";
import type { SettingsChange, TakenUp } from "../../engine/settings-desk.ts";
import { reachNamed, reachOwner } from "../attach/attach.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";

/** `text` as typed: lists apart by commas, tables as JSON. Throws `usage` for what does not fit. */
export async function setConfig(
  context: CommandContext,
  { key, text }: { readonly key: string; readonly text: string },
  options: CommonOptions,
): Promise<void> {
  await change(context, { [demandKey(key)]: valueFrom(key, text) }, options);
}

/** Gives a setting back to its default. Throws `usage` for one that is not there. */
export async function unsetConfig(context: CommandContext, key: string, options: CommonOptions): Promise<void> {
  await change(context, { [demandKey(key)]: null }, options);
}

async function change(
  context: CommandContext,
  values: Readonly<Record<string, unknown>>,
  options: CommonOptions,
): Promise<void> {
  const { stdout } = context.surroundings;
  const config = await readConfig(context, options);
  const { server } = config.settings;
  const done =
    server === undefined
      ? await changeHere(context, { config, values, options })
      : {
          change: (await reachNamed(server, config).call(({ settings }) => settings.change(values))) as SettingsChange,
        };
  if (!done.change.ok) {
    const words = done.change.problems.map(({ key, message }) => `${key}: ${message}`);
    throw new ThorpError("usage", words.join("\n"), { hint: "Run `thorp config` to see what there is." });
  }
  if (options.json) return void stdout.write(`${JSON.stringify(done.change, null, 2)}\n`);
  stdout.write(`${changeWords(done.change, Object.keys(values)).join("\n")}\n`);
}

interface ChangeHere {
  readonly config: Config;
  readonly values: Readonly<Record<string, unknown>>;
  readonly options: CommonOptions;
}

/** The file is written here; a server that has the data folder is told to read it. */
async function changeHere(context: CommandContext, { config, values, options }: ChangeHere) {
  const desk = createSettingsDesk({ load: () => readConfig(context, { ...options, quiet: true }), takesAll: true });
  const written = await desk.change(values, { isTrial: false });
  if (!written.ok) return { change: written };
  const owner = await reachOwner(config.settings.dataDir);
  const taken: TakenUp = (await owner?.reach.call(({ settings }) => settings.reload())) ?? written;
  return { change: { ...written, ...taken } };
}

function changeWords(change: SettingsChange & { readonly ok: true }, keys: readonly string[]): readonly string[] {
  const { file, held, restart, overridden } = change;
  return [
    `${keys.join(", ")}: written to ${file}.`,
    ...held.map((key) => `${key} holds at once in the server that runs.`),
    ...restart.map((key) => `${key} holds from the next start of \`thorp serve\`.`),
    ...overridden.map(({ key, origin }) => `${key} stays as ${origin} says, which wins over the file.`),
  ];
}

function demandKey(key: string): string {
  const keys = listSettings().map((setting) => setting.key);
  if (keys.includes(key)) return key;
  const meant = nearest(key, keys);
  throw new ThorpError("usage", `There is no setting ${key}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`, {
    hint: "Run `thorp config` to see what there is.",
  });
}

function valueFrom(key: string, text: string): unknown {
  if (listSettings().find((setting) => setting.key === key)?.kind !== "table") return flagValue(key, text, key).value;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ThorpError("usage", `${key} is "${text}"; it must be JSON, such as {"researcher": 0.5}.`);
  }
}
