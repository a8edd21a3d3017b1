/** Keys of providers: from the environment, which comes first, else from the credentials of user, team or everyone. */
import type { CredentialAsker, CredentialStore } from "../accounts/accounts.ts";
import type { CallKey } from "../models/providers.ts";

/** Variables by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Where keys are found. */
export interface KeyLookup {
  /** The environment with everyone's credentials behind it, for whoever knows only variables. */
  readonly env: Environment;
  has(variable: string, asker: CredentialAsker | undefined): boolean;
  /** Renews a token that is about to end. Undefined where the environment has the key, or nobody has. */
  fresh(variable: string, asker: CredentialAsker | undefined): Promise<CallKey | undefined>;
}

/** Listing the variables gives those of the environment alone: programs that are started get no credentials. */
export function createKeyLookup(env: Environment, credentials: CredentialStore | undefined): KeyLookup {
  const isSet = (name: string): boolean => Boolean(env[name]?.trim() || env[`${name}_FILE`]?.trim());
  const behind = (asker: CredentialAsker | undefined): Environment =>
    new Proxy(env, {
      get(target, name) {
        if (typeof name !== "string" || isSet(name)) return Reflect.get(target, name) as unknown;
        return credentials?.lookup(name, asker)?.secret ?? target[name];
      },
    });
  return {
    env: credentials === undefined ? env : behind(undefined),
    has: (variable, asker) => isSet(variable) || credentials?.lookup(variable, asker) !== undefined,
    async fresh(variable, asker) {
      if (credentials === undefined || isSet(variable)) return undefined;
      await credentials.renew(variable, asker);
      const found = credentials.lookup(variable, asker);
      return found && { version: found.version, env: behind(asker) };
    },
  };
}
