/** The settings of a process that serves: shown as they stand, changed in thorp.yaml with its comments kept. */
import { join } from "node:path";
import { type Json, stableStringify } from "../base/json.ts";
import type { SettingProblem, SettingsDesk, ShownSetting, TakenUp } from "../engine/settings-desk.ts";
import { adjustableSettings } from "./adjustable-settings.ts";
import { configFileName } from "./config-folder.ts";
import type { Config, EffectiveSetting } from "./load-config.ts";
import { listSettings, type Setting } from "./setting-list.ts";

/** Where settings come from, and who takes them up. */
export interface SettingsDeskOptions {
  /** Reads everything anew: files may have changed since the process began. */
  readonly load: () => Promise<Config>;
  /** What holds in this process; undefined where none is to be told. */
  readonly running?: RunningSettings;
  /** Whether `change` takes every setting, as at the terminal of the machine. Default: those of `adjustableSettings`. */
  readonly takesAll?: boolean;
}

/** A process under way. */
export interface RunningSettings {
  /** What it was started with. */
  readonly config: Config;
  /** Told the settings of which some have changed. */
  readonly hold: (config: Config) => void;
}

/** `load` rejects with `config-invalid` for files with mistakes, and so do both members. */
export function createSettingsDesk({ load, running, takesAll = false }: SettingsDeskOptions): SettingsDesk {
  // What was told last, and what the process began with: only the latter says what a restart would change.
  let last = running?.config;
  const takeUp = (config: Config): TakenUp => {
    if (running === undefined || last === undefined) return { held: [], restart: [] };
    const held = changedKeys(last, config).filter((key) => adjustableSettings.has(key));
    const restart = changedKeys(running.config, config).filter((key) => !adjustableSettings.has(key));
    if (held.length > 0) running.hold(config);
    last = config;
    return { held, restart };
  };
  return {
    show: async () => (await load()).effective.map(shownSetting),
    async change(values, { isTrial }) {
      const settings = new Map(listSettings().map((setting) => [setting.key, setting]));
      const problems = Object.entries(values).flatMap(([key, value]) =>
        problemsOf(settings.get(key), { key, value, takesAll }),
      );
      if (problems.length > 0) return { ok: false, problems };
      const { file, settings: now, effective } = await load();
      const target = file ?? join(now.configFolder, configFileName);
      if (!isTrial) {
        const { writeSettings } = await import("./write-settings.ts");
        await writeSettings(target, values);
      }
      const overridden = effective
        .filter(({ setting, origin }) => setting.key in values && origin !== "default" && origin !== file)
        .map(({ setting, origin }) => ({ key: setting.key, origin }));
      const taken = isTrial ? { held: [], restart: [] } : takeUp(await load());
      return { ok: true, file: target, overridden, ...taken };
    },
    reload: async () => takeUp(await load()),
  };
}

function shownSetting({ setting, value, origin }: EffectiveSetting): ShownSetting {
  const { key, kind, description, defaultText, variable, choices } = setting;
  return {
    ...{ key, kind, description, defaultText: defaultText.replaceAll("`", ""), origin, choices },
    ...(value === undefined ? {} : { value }),
    ...(variable === undefined ? {} : { variable }),
    isChangeable: adjustableSettings.has(key),
    needsRestart: !adjustableSettings.has(key),
  };
}

interface Wanted {
  readonly key: string;
  readonly value: unknown;
  readonly takesAll: boolean;
}

/** Keys that have another value in the second. */
function changedKeys(before: Config, after: Config): readonly string[] {
  const valueByKey = new Map(before.effective.map(({ setting, value }) => [setting.key, value]));
  return after.effective.flatMap(({ setting: { key }, value }) =>
    stableStringify((value ?? null) as Json) === stableStringify((valueByKey.get(key) ?? null) as Json) ? [] : [key],
  );
}

function problemsOf(setting: Setting | undefined, { key, value, takesAll }: Wanted): readonly SettingProblem[] {
  if (setting === undefined) return [{ key, message: "There is no such setting." }];
  if (!takesAll && !adjustableSettings.has(key))
    return [{ key, message: "It can only be changed in the file, by hand." }];
  if (value === null) return [];
  const checked = setting.schema.safeParse(value);
  return checked.success ? [] : checked.error.issues.map(({ message }) => ({ key, message }));
}
