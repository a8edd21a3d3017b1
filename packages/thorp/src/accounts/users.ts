/** Users in the account book. */
import { ThorpError } from "../base/errors.ts";
import type { User } from "../wire/accounts.ts";
import type { AccountBook, BookChange } from "./account-book.ts";
import type { Users } from "./accounts.ts";
import type { UserDocument } from "./documents.ts";
import type { Passwords } from "./passwords.ts";
import { hashToken } from "./tokens.ts";

/** What users are kept in. */
export interface UsersOptions {
  readonly book: AccountBook;
  readonly passwords: Passwords;
  readonly now: () => number;
  readonly newId: (prefix: string) => string;
}

/** As the seam says. */
export function createUsers({ book, passwords, now, newId }: UsersOptions): Users {
  const users = book.of("user");
  const list = () => [...users].map(([id, user]) => userFrom(id, user)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    list,
    find: (idOrName) => list().find(({ id, name }) => id === idOrName || sameName(name, idOrName)),
    async create({ name, role }, actor) {
      refuseTakenName(users, name);
      if (users.size === 0 && role !== "admin")
        throw new ThorpError("account-state", "The first user must be an admin: nobody else could make more.", {
          hint: `Run \`thorp users add ${name} --role admin\`.`,
        });
      const id = newId("usr");
      const data: UserDocument = { name, role, disabled: false, createdAt: now() };
      const detail = `${name}, ${role}`;
      await book.change([{ kind: "user", id, data }], [{ at: now(), ...actor, what: "user-create", on: id, detail }]);
      return userFrom(id, data);
    },
    async change(id, change, actor) {
      const before = demandUser(users, id);
      const data = { ...before, ...change };
      const isAdmin = (user: UserDocument) => user.role === "admin" && !user.disabled;
      const others = [...users].some(([other, user]) => other !== id && isAdmin(user));
      if (isAdmin(before) && !isAdmin(data) && !others)
        throw new ThorpError("account-state", `${before.name} is the last admin.`, {
          hint: "Make somebody else an admin first.",
        });
      const ended = data.disabled ? sessionsOf(book, id) : [];
      const detail = [change.role, change.disabled === undefined ? undefined : disabledWord(change.disabled)]
        .filter(Boolean)
        .join(", ");
      await book.change(
        [{ kind: "user", id, data }, ...ended],
        [{ at: now(), ...actor, what: "user-change", on: id, detail }],
      );
      return userFrom(id, data);
    },
    async setPassword(id, password, { actor, keep }) {
      demandUser(users, id);
      const hash = await passwords.hash(password);
      // Hashing took a while: what else was changed meanwhile stays.
      const data = { ...demandUser(users, id), password: hash };
      const kept = keep === undefined ? undefined : hashToken(keep);
      const ended = sessionsOf(book, id).filter((session) => session.id !== kept);
      await book.change(
        [{ kind: "user", id, data }, ...ended],
        [{ at: now(), ...actor, what: "password-set", on: id }],
      );
    },
  };
}

/** Without what nobody may see. */
export function userFrom(id: string, { name, role, disabled, password, createdAt }: UserDocument): User {
  return { id, name, role, disabled, hasPassword: password !== undefined, createdAt };
}

/** Throws `account-state` when somebody has the name; upper and lower case are the same. */
export function refuseTakenName(users: ReadonlyMap<string, UserDocument>, name: string): void {
  if ([...users.values()].some((user) => sameName(user.name, name)))
    throw new ThorpError("account-state", `There is a user ${name} already.`, {
      hint: "Choose another name; `thorp users` lists them.",
    });
}

/** Throws `user-unknown`. */
export function demandUser(users: ReadonlyMap<string, UserDocument>, id: string): UserDocument {
  const user = users.get(id);
  if (user === undefined) throw new ThorpError("user-unknown", `There is no user ${id}.`);
  return user;
}

/** Changes that end all sessions of a user. */
export function sessionsOf(book: AccountBook, user: string): readonly BookChange[] {
  return [...book.of("session")].flatMap(([id, session]) => (session.user === user ? [{ kind: "session", id }] : []));
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function disabledWord(disabled: boolean): string {
  return disabled ? "disabled" : "enabled";
}
