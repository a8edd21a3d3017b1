/** Preferences in the account book: of each user, and of the one person where there are no users. */
import type { Preferences } from "../wire/preferences.ts";
import type { AccountBook } from "./account-book.ts";
import type { PreferenceShelf } from "./accounts.ts";

/** The name under which those of the one person stand. */
const PERSONAL = "personal";

/** As the seam says. */
export function createPreferences(book: AccountBook, now: () => number): PreferenceShelf {
  return {
    of: (user = PERSONAL) => book.of("preferences").get(user) ?? {},
    async set(user, preferences, actor) {
      const id = user ?? PERSONAL;
      const data = Object.fromEntries(
        Object.entries(preferences).filter(([, value]) => value !== undefined),
      ) as Preferences;
      const detail = Object.keys(data).join(" ");
      await book.change(
        [{ kind: "preferences", id, data }],
        [{ at: now(), ...actor, what: "preferences-set", on: id, detail }],
      );
    },
  };
}
