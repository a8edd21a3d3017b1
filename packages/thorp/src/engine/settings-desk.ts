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
  /** It can be written to the file from afar; what a flag or the environment says wins over that. */
  readonly isChangeable: boolean;
  /** A change holds only from the next start of the process. */
  readonly needsRestart: boolean;
}

/** What was wrong with a change, setting by setting. */
export interface SettingProblem {
  readonly key: string;
  readonly message: string;
}

/** Keys whose values have changed: those that hold now, and those that hold from the next start of the process. */
export interface TakenUp {
  readonly held: readonly string[];
  readonly restart: readonly string[];
}

/** What became of a change. */
export type SettingsChange =
  | (TakenUp & {
      readonly ok: true;
      /** It was written, or would be in a trial. */
      readonly file: string;
      /** A flag or the environment says otherwise, and wins. */
      readonly overridden: readonly { readonly key: string; readonly origin: string }[];
    })
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** The settings of the process that serves. */
export interface SettingsDesk {
  show(): Promise<readonly ShownSetting[]>;
  /** All or nothing; null gives a setting back to its default. Comments of the file stay. What can holds at once. */
  change(
    values: Readonly<Record<string, unknown>>,
    how: { /** Only checks. */ readonly isTrial: boolean },
  ): Promise<SettingsChange>;
  /** Reads the files anew, after somebody has changed them; what can holds at once. */
  reload(): Promise<TakenUp>;
}
