/** What the environment holds of secrets, for everything that leaves. */
import { createSecretFilter } from "../guard/secret-filter.ts";
import { readSecret } from "../models/secrets.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const secretName = /(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)(?:_OLD)?$/i;

/** Values of variables that are called like secrets, and of the files that `NAME_FILE` names; no other file is read. */
export function environmentSecrets(env: Environment): readonly string[] {
  return Object.keys(env).flatMap((name) => {
    const own = name.replace(/_FILE$/, "");
    const value = secretName.test(own) ? secretOf(own, env) : undefined;
    return value !== undefined && isTelling(value) ? [value] : [];
  });
}

/** A word that others use as well, or the path of a key, would garble what is said. */
function isTelling(value: string): boolean {
  if (/^[.~]?\//.test(value)) return false;
  return value.length >= 12 || (/\d/.test(value) && /[A-Za-z]/.test(value));
}

/** A file that cannot be read is told where its key is needed. */
function secretOf(name: string, env: Environment): string | undefined {
  try {
    return readSecret(name, env);
  } catch {
    return undefined;
  }
}

/** For faces that keep or show texts without an engine. `env` is read once, here. */
export function secretCleaner(env: Environment): (text: string) => string {
  const filter = createSecretFilter(environmentSecrets(env));
  return (text) => filter.clean(text);
}
