/** API keys in the account book. */
import { ThorpError } from "../base/errors.ts";
import type { ApiKey } from "../wire/accounts.ts";
import type { AccountBook } from "./account-book.ts";
import type { ApiKeys } from "./accounts.ts";
import type { KeyDocument } from "./documents.ts";
import { hashToken, keyPrefix, newToken, type RandomBytes } from "./tokens.ts";
import { demandUser } from "./users.ts";

/** What keys are kept in. */
export interface ApiKeysOptions {
  readonly book: AccountBook;
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly newId: (prefix: string) => string;
}

/** As the seam says. */
export function createApiKeys({ book, random, now, newId }: ApiKeysOptions): ApiKeys {
  const keys = book.of("key");
  return {
    list: (user) =>
      [...keys]
        .filter(([, key]) => user === undefined || key.user === user)
        .map(([id, key]) => keyFrom(id, key))
        .sort((a, b) => a.createdAt - b.createdAt),
    find(id) {
      const key = keys.get(id);
      return key && keyFrom(id, key);
    },
    async create({ user, name, scopes, expiresAt }, actor) {
      demandUser(book.of("user"), user);
      if (expiresAt !== undefined && expiresAt <= now())
        throw new ThorpError("input-invalid", "The key would have expired already.");
      const id = newId("key");
      const key = newToken(random, keyPrefix);
      const data: KeyDocument = {
        ...{ user, name, scopes, hash: hashToken(key), ending: key.slice(-4), createdAt: now() },
        ...(expiresAt === undefined ? {} : { expiresAt }),
      };
      const detail = `${name}: ${scopes.join(" ")}`;
      await book.change([{ kind: "key", id, data }], [{ at: now(), ...actor, what: "key-create", on: id, detail }]);
      return { ...keyFrom(id, data), key };
    },
    async revoke(id, actor) {
      const key = keys.get(id);
      if (key === undefined) throw new ThorpError("key-unknown", `There is no key ${id}.`);
      await book.change([{ kind: "key", id }], [{ at: now(), ...actor, what: "key-revoke", on: id, detail: key.name }]);
    },
  };
}

function keyFrom(id: string, { hash: _, scopes, ...rest }: KeyDocument): ApiKey {
  return { id, scopes: [...scopes], ...rest };
}
