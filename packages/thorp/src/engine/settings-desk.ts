/**
 * The seam through which a server shows and changes the settings of its process. Whoever starts the server brings it:
 * settings come from flags, environment and files, of which the engine knows nothing.
 */

/** One setting as it stands. */
export interface ShownSetting {
  /** `budgets.run` */
  readonly key: string;
  readonly kind: string;
  readonly description: string;
  /** Absent when it is left to its default. */
  readonly value?: unknown;
  /** In words. */
  readonly defaultText: string;
  /** `--budget`, `THORP_TEAM`, `/home/me/thorp.yaml`, `default`. */
  readonly origin: string;
  /** The environment variable, where there is one. */
  readonly variable?: string;
  readonly choices: readonly string[];
  /** It can be written to the file; what a flag or the environment says wins over that. */
  readonly isChangeable: boolean;
}

/** What was wrong with a change, setting by setting. */
export interface SettingProblem {
  readonly key: string;
  readonly message: string;
}

/** What became of a change. */
export type SettingsChange =
  /** `file` was written; the settings hold for the next start. */
  { readonly ok: true; readonly file: string } | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** The settings of the process that serves. */
export interface SettingsDesk {
  show(): Promise<readonly ShownSetting[]>;
  /** All or nothing; null gives a setting back to its default. Comments of the file stay. */
  change(
    values: Readonly<Record<string, unknown>>,
    how: { /** Only checks. */ readonly isTrial: boolean },
  ): Promise<SettingsChange>;
}
