/** How the caller wants to be served. */
import type { Calls } from "./calls.ts";
import type { Preferences } from "./wire/preferences.generated.ts";

/** Both reject with `ThorpApiError`. */
export interface PreferencesClient {
  /** What is left out is as the team and the configuration say. */
  show(): Promise<Preferences>;
  /** All at once: what is left out is taken back. Gives them as they are kept. */
  set(preferences: Preferences): Promise<Preferences>;
}

/** The part of the client for preferences. */
export function createPreferencesClient({ json }: Calls): PreferencesClient {
  const path = "/api/preferences";
  return {
    show: () => json({ path }),
    set: (body) => json({ method: "PUT", path, body, repeatable: true }),
  };
}
