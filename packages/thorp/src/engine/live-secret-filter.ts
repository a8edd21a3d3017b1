/** The secret filter over values that change: credentials are stored and renewed while runs go on. */
import { createSecretFilter, type SecretFilter } from "../guard/secret-filter.ts";

/** Values are read anew after each change of `revision`. A stream keeps those that it began with. */
export function liveSecretFilter(source: {
  readonly values: () => readonly string[];
  readonly revision: () => number;
}): SecretFilter {
  let known = source.revision();
  let filter = createSecretFilter(source.values());
  const current = (): SecretFilter => {
    const revision = source.revision();
    if (revision !== known) {
      known = revision;
      filter = createSecretFilter(source.values());
    }
    return filter;
  };
  return { clean: (text) => current().clean(text), stream: () => current().stream() };
}
