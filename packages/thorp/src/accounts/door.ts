/** Who somebody is, by API key or cookie; looked up in memory at every request. */
import { createHash } from "node:crypto";
import { definedOf } from "../base/defined-of.ts";
import type { AccountBook } from "./account-book.ts";
import type { Door, Proof } from "./accounts.ts";
import type { SessionDocument } from "./documents.ts";
import type { Passwords } from "./passwords.ts";
import { hashToken, newToken, type RandomBytes, sameText } from "./tokens.ts";
import { userFrom } from "./users.ts";

/** What proofs are compared with. */
export interface DoorOptions {
  readonly book: AccountBook;
  readonly passwords: Passwords;
  readonly random: RandomBytes;
  readonly now: () => number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A session ends this long after it was last used, and this long after it began. */
const IDLE_MS = 7 * DAY;
const LONGEST_MS = 30 * DAY;

/** As the seam says. */
export function createDoor(options: DoorOptions): Door {
  const { book, now } = options;
  const users = book.of("user");
  const sessions = book.of("session");
  return {
    hasUsers: () => users.size > 0,
    byKey: keyReader(options),
    bySession(token) {
      const id = hashToken(token);
      const session = sessions.get(id);
      if (session === undefined || isOver(session, now())) return no("The session has ended.");
      const user = users.get(session.user);
      if (user === undefined || user.disabled) return no("The user is disabled.");
      // Once an hour: not every request is worth a write.
      if (now() - session.seenAt > 60 * MINUTE)
        keep(book, { kind: "session", id, data: { ...session, seenAt: now() } });
      return { ok: true, holder: { user: session.user, role: user.role } };
    },
    csrfOf: (token) => createHash("sha256").update(`csrf ${token}`).digest("base64url"),
    ...sessionDesk(options),
  };
}

/** By hash, so that a look-up takes the same time whatever was guessed. */
function keyReader({ book, now }: DoorOptions): Door["byKey"] {
  const keys = book.of("key");
  const idByHash = new Map([...keys].map(([id, { hash }]) => [hash, id]));
  book.onChange((kind, id) => {
    if (kind !== "key") return;
    const key = keys.get(id);
    if (key !== undefined) idByHash.set(key.hash, id);
  });
  return (given) => {
    const hash = hashToken(given);
    const id = idByHash.get(hash) ?? "";
    const key = keys.get(id);
    if (key === undefined || !sameText(key.hash, hash)) {
      idByHash.delete(hash);
      return no("This is no API key of this server, or it was revoked.");
    }
    if (key.expiresAt !== undefined && key.expiresAt <= now()) return no("The API key has expired.");
    const user = book.of("user").get(key.user);
    if (user === undefined || user.disabled) return no("The user of this API key is disabled.");
    if (now() - (key.lastUsedAt ?? 0) > MINUTE) keep(book, { kind: "key", id, data: { ...key, lastUsedAt: now() } });
    return { ok: true, holder: { user: key.user, role: user.role, key: { id, scopes: key.scopes } } };
  };
}

function sessionDesk({ book, passwords, random, now }: DoorOptions): Pick<Door, "login" | "isPassword" | "logout"> {
  return {
    async login(name, password, { from, device }) {
      const [id, user] = [...book.of("user")].find(([, each]) => each.name.toLowerCase() === name.toLowerCase()) ?? [];
      const matches = await passwords.matches(password, user?.password);
      const origin = from === undefined ? {} : { from };
      // Disabled or given another password while the hash was made: what counts is what is now.
      const current = id === undefined ? undefined : book.of("user").get(id);
      if (!matches || id === undefined || current === undefined || current.disabled || current !== user) {
        await book.change([], [{ at: now(), who: id ?? "nobody", what: "login-fail", ...origin }]);
        return undefined;
      }
      const token = newToken(random);
      const ended = [...book.of("session")].flatMap(([old, session]) =>
        isOver(session, now()) ? [{ kind: "session" as const, id: old }] : [],
      );
      const data = { user: id, createdAt: now(), seenAt: now(), ...definedOf({ from, device }) };
      await book.change(
        [...ended, { kind: "session", id: hashToken(token), data }],
        [{ at: now(), who: id, what: "login", ...origin }],
      );
      return { token, user: userFrom(id, user), expiresAt: now() + LONGEST_MS };
    },
    isPassword: (user, password) => passwords.matches(password, book.of("user").get(user)?.password),
    async logout(token, actor) {
      await book.change([{ kind: "session", id: hashToken(token) }], [{ at: now(), ...actor, what: "logout" }]);
    },
  };
}

/** Nobody waits for it: that it was used is worth knowing, not worth failing for. */
function keep(book: AccountBook, change: Parameters<AccountBook["change"]>[0][number]): void {
  book.change([change]).catch(() => {});
}

/** Also one that begins after now: a clock that was set back must not make it last longer. */
export function isOver({ createdAt, seenAt }: Pick<SessionDocument, "createdAt" | "seenAt">, now: number): boolean {
  return now >= Math.min(createdAt + LONGEST_MS, seenAt + IDLE_MS) || createdAt > now + DAY;
}

function no(why: string): Proof {
  return { ok: false, why };
}
