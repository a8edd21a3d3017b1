/** The settings of a process that serves: shown as they stand, changed in thorp.yaml with its comments kept. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SettingProblem, SettingsDesk, ShownSetting } from "../engine/settings-desk.ts";
import { configFileName } from "./config-folder.ts";
import type { Config, EffectiveSetting } from "./load-config.ts";
import { listSettings, type Setting } from "./setting-list.ts";

/** Reads everything anew: files may have changed since the process began. */
export interface SettingsDeskOptions {
  readonly load: () => Promise<Config>;
}

/** What a person may change from afar; the others decide which files and addresses the process touches. */
const CHANGEABLE: ReadonlySet<string> = new Set([
  "team",
  "model",
  "budgets.run",
  "budgets.day",
  "budgets.agents",
  "deadline",
  "timeZone",
  "log.level",
]);

/** `load` rejects with `config-invalid` for files with mistakes, and so do both members. */
export function createSettingsDesk({ load }: SettingsDeskOptions): SettingsDesk {
  return {
    show: async () => (await load()).effective.map(shownSetting),
    async change(values, { isTrial }) {
      const settings = new Map(listSettings().map((setting) => [setting.key, setting]));
      const problems = Object.entries(values).flatMap(([key, value]) => problemsOf(settings.get(key), { key, value }));
      if (problems.length > 0) return { ok: false, problems };
      const { file, settings: now, effective } = await load();
      const target = file ?? join(now.configFolder, configFileName);
      if (!isTrial) await writeSettings(target, values);
      const overridden = effective
        .filter(({ setting, origin }) => setting.key in values && origin !== "default" && origin !== file)
        .map(({ setting, origin }) => ({ key: setting.key, origin }));
      return { ok: true, file: target, overridden };
    },
  };
}

function shownSetting({ setting, value, origin }: EffectiveSetting): ShownSetting {
  const { key, kind, description, defaultText, variable, choices } = setting;
  return {
    ...{ key, kind, description, defaultText: defaultText.replaceAll("`", ""), origin, choices },
    ...(value === undefined ? {} : { value }),
    ...(variable === undefined ? {} : { variable }),
    isChangeable: CHANGEABLE.has(key),
  };
}

interface Wanted {
  readonly key: string;
  readonly value: unknown;
}

function problemsOf(setting: Setting | undefined, { key, value }: Wanted): readonly SettingProblem[] {
  if (setting === undefined) return [{ key, message: "There is no such setting." }];
  if (!CHANGEABLE.has(key)) return [{ key, message: "It can only be changed in the file, by hand." }];
  if (value === null) return [];
  const checked = setting.schema.safeParse(value);
  return checked.success ? [] : checked.error.issues.map(({ message }) => ({ key, message }));
}

/** A crash leaves the old file whole; a file that would not be read afterwards is not written. */
async function writeSettings(file: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  const [{ parseDocument }, { yamlSettings }] = await Promise.all([import("yaml"), import("./read-yaml-settings.ts")]);
  const before = await readFile(file, "utf8").catch(() => "");
  const document = parseDocument(before);
  for (const [key, value] of Object.entries(values)) {
    const path = key.split(".");
    if (value === null) document.deleteIn(path);
    // A plain value takes the place of the old one inside its node, which holds the comment.
    else document.setIn(path, typeof value === "object" ? document.createNode(value) : value);
  }
  const after = document.toString({ lineWidth: 0 });
  yamlSettings(after, file);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, after);
  await rename(`${file}.new`, file);
}
