/** Logins by cookie, as their users and admins see them. A session is named by the beginning of the hash of its token. */
import type { AccountBook } from "./account-book.ts";
import type { Sessions } from "./accounts.ts";
import { isOver } from "./door.ts";
import { hashToken } from "./tokens.ts";

/** What sessions are kept in. */
export interface SessionsOptions {
  readonly book: AccountBook;
  readonly now: () => number;
}

const NAME_LENGTH = 16;

/** As the seam says. */
export function createSessions({ book, now }: SessionsOptions): Sessions {
  const sessions = book.of("session");
  return {
    list({ user, token } = {}) {
      const own = token === undefined ? undefined : hashToken(token);
      return [...sessions]
        .filter(([, session]) => !isOver(session, now()) && (user === undefined || session.user === user))
        .sort(([, one], [, other]) => other.seenAt - one.seenAt)
        .map(([id, session]) => ({ id: id.slice(0, NAME_LENGTH), ...session, isCurrent: id === own }));
    },
    async end({ user, session: wanted, keep }, actor) {
      const kept = keep === undefined ? undefined : hashToken(keep);
      const ended = [...sessions].flatMap(([id, session]) =>
        session.user === user && id !== kept && (wanted === undefined || id.slice(0, NAME_LENGTH) === wanted)
          ? [{ kind: "session" as const, id }]
          : [],
      );
      if (ended.length === 0) return 0;
      await book.change(ended, [{ at: now(), ...actor, what: "session-end", on: user, detail: String(ended.length) }]);
      return ended.length;
    },
  };
}
