/** Values that tools name in `needs`: keys and settings, from the environment first, else from the credentials. */
import type { CredentialAsker, CredentialStore } from "../accounts/accounts.ts";
import { readSecret } from "../models/secrets.ts";
import type { Tool } from "../tools/tool.ts";
import { createKeyLookup } from "./key-lookup.ts";

/** Where they are found. */
export interface NeededValuesOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly credentials: CredentialStore | undefined;
}

/** What tools need of the one who runs them. */
export interface NeededValues {
  /** Undefined for a name that the tool does not need, and where nobody has set it. Throws `config-invalid`. */
  valueOf(tool: Tool, name: string, asker?: CredentialAsker): Promise<string | undefined>;
  /** Keys that were handed out, for the filter of what leaves. */
  secrets(): readonly string[];
  /** Another number after each change of `secrets`. */
  revision(): number;
}

/** Reads nothing yet. */
export function createNeededValues({ env, credentials }: NeededValuesOptions): NeededValues {
  const keys = createKeyLookup(env, credentials);
  const handedOut = new Set<string>();
  return {
    async valueOf({ needs = [] }, name, asker) {
      const need = needs.find((each) => "env" in each && each.env === name);
      if (need === undefined) return undefined;
      const found = await keys.fresh(name, asker);
      const value = readSecret(name, found?.env ?? keys.env);
      if (value !== undefined && need.kind === "key") handedOut.add(value);
      return value;
    },
    secrets: () => [...handedOut],
    revision: () => handedOut.size,
  };
}
