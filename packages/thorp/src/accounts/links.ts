/** Links that set a password, once. */
import { ThorpError } from "../base/errors.ts";
import type { OneTimeLink } from "../wire/accounts.ts";
import type { AccountBook, BookChange } from "./account-book.ts";
import type { Links } from "./accounts.ts";
import type { LinkDocument, UserDocument } from "./documents.ts";
import type { Passwords } from "./passwords.ts";
import { hashToken, newToken, type RandomBytes } from "./tokens.ts";
import { demandUser, refuseTakenName, sessionsOf, userFrom } from "./users.ts";

/** What links are kept in. */
export interface LinksOptions {
  readonly book: AccountBook;
  readonly passwords: Passwords;
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly newId: (prefix: string) => string;
}

const HOUR = 3_600_000;
const SETUP_MS = HOUR;
const PASSWORD_MS = 48 * HOUR;

/** As the seam says. */
export function createLinks({ book, passwords, random, now, newId }: LinksOptions): Links {
  const users = book.of("user");
  const links = book.of("link");
  const earlier = (user: string | undefined): readonly BookChange[] =>
    [...links].flatMap(([id, link]) => (link.user === user || link.expiresAt <= now() ? [{ kind: "link", id }] : []));
  const linkOf = (token: string): LinkDocument => {
    const link = links.get(hashToken(token));
    if (link !== undefined && link.expiresAt > now() && (link.user !== undefined || users.size === 0)) return link;
    throw new ThorpError("link-invalid", "This link was used, has expired, or never was one.");
  };
  return {
    async setup() {
      if (users.size > 0) throw new ThorpError("account-state", "There are users already.");
      const token = newToken(random);
      const data = { expiresAt: now() + SETUP_MS };
      await book.change([...earlier(undefined), { kind: "link", id: hashToken(token), data }]);
      return { token, expiresAt: data.expiresAt };
    },
    async password(user, actor): Promise<OneTimeLink> {
      demandUser(users, user);
      const token = newToken(random);
      const data = { user, expiresAt: now() + PASSWORD_MS };
      await book.change(
        [...earlier(user), { kind: "link", id: hashToken(token), data }],
        [{ at: now(), ...actor, what: "link-create", on: user }],
      );
      return { token, user, expiresAt: data.expiresAt };
    },
    async redeem({ token, password, name }, from) {
      const wanted = linkOf(token);
      if (wanted.user === undefined) {
        if (name === undefined) throw new ThorpError("input-invalid", "The first admin needs a name.");
        refuseTakenName(users, name);
      }
      const hash = await passwords.hash(password);
      // Somebody else may have used it while the password was hashed.
      const link = linkOf(token);
      const id = link.user ?? newId("usr");
      const data: UserDocument =
        link.user === undefined
          ? { name: name ?? "", role: "admin", disabled: false, password: hash, createdAt: now() }
          : { ...demandUser(users, id), password: hash };
      await book.change(
        [{ kind: "link", id: hashToken(token) }, { kind: "user", id, data }, ...sessionsOf(book, id)],
        [
          {
            ...{ at: now(), who: link.user ?? "setup", on: id, detail: data.name },
            what: link.user === undefined ? "user-create" : "password-set",
            ...(from === undefined ? {} : { from }),
          },
        ],
      );
      return userFrom(id, data);
    },
  };
}
