/** The settings of a server's process, for admins. */
import type { Calls } from "./calls.ts";
import type { Setting, SettingsChanged, SettingsTakenUp } from "./wire/settings.generated.ts";

/** All reject with `ThorpApiError`. */
export interface SettingsClient {
  show(): Promise<readonly Setting[]>;
  /** Writes thorp.yaml, all or nothing; null gives a setting back to its default. `trial` only checks. */
  change(values: Readonly<Record<string, unknown>>, options?: { readonly trial?: boolean }): Promise<SettingsChanged>;
  /** Reads the files of the server anew, after somebody has changed them. */
  reload(): Promise<SettingsTakenUp>;
}

/** The part of the client for settings. */
export function createSettingsClient({ json }: Calls): SettingsClient {
  const path = "/api/settings";
  return {
    show: async () => (await json<{ settings: readonly Setting[] }>({ path })).settings,
    change: (values, options = {}) => json({ method: "PATCH", path, body: { values, ...options }, repeatable: true }),
    reload: () => json({ method: "POST", path: `${path}/reload`, repeatable: true }),
  };
}
