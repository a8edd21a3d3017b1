/** For faces that keep what persons type: keys that the environment holds, and what is unmistakably a key, are masked. */
import { createSecretFilter } from "../guard/secret-filter.ts";

const secretName = /(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i;

/** `env` is read once, here. Values shorter than eight characters are left alone: they would garble ordinary words. */
export function secretCleaner(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const values = Object.entries(env).flatMap(([name, value]) => (secretName.test(name) && value ? [value] : []));
  const filter = createSecretFilter(values);
  return (text) => filter.clean(text);
}
