/** How the caller wants to be served. */
import type { Calls } from "./calls.ts";
import type { Preferences } from "./wire/preferences.generated.ts";

/** Both reject with `ThorpApiError`. `user`: for admins, whose they are; the caller's own otherwise. */
export interface PreferencesClient {
  /** What is left out is as the team and the configuration say. */
  show(user?: string): Promise<Preferences>;
  /** All at once: what is left out is taken back. Gives them as they are kept. */
  set(preferences: Preferences, user?: string): Promise<Preferences>;
}

/** The part of the client for preferences. */
export function createPreferencesClient({ json }: Calls): PreferencesClient {
  const path = "/api/preferences";
  return {
    show: (user) => json({ path, query: { user } }),
    set: (body, user) => json({ method: "PUT", path, query: { user }, body, repeatable: true }),
  };
}
