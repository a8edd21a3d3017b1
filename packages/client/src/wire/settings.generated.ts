/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** One setting as it stands, and where it comes from. */
export type Setting = {
  readonly key: string;
  readonly kind: string;
  readonly description: string;
  readonly value?: unknown;
  readonly defaultText: string;
  readonly origin: string;
  readonly variable?: string;
  readonly choices: readonly string[];
  readonly isChangeable: boolean;
  /** A change holds only from the next start of the process. */
  readonly needsRestart: boolean;
};

/** What became of a change of settings. */
export type SettingsChanged = {
  readonly ok: boolean;
  readonly file?: string;
  /** Keys whose values have changed and hold now. */
  readonly held?: readonly string[];
  /** Keys whose values have changed and hold from the next start of the process. */
  readonly restart?: readonly string[];
  readonly overridden?: readonly { readonly key: string; readonly origin: string }[];
  readonly problems?: readonly { readonly key: string; readonly message: string }[];
};

/** What reading the settings anew has changed. */
export type SettingsTakenUp = {
  /** Keys whose values have changed and hold now. */
  readonly held: readonly string[];
  /** Keys whose values have changed and hold from the next start of the process. */
  readonly restart: readonly string[];
};
