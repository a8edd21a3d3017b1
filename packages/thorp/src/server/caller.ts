/**
 * The Caller seam: on whose behalf a request is answered.
 *
 * It is found once, before any route, socket or file of the page is looked at; routes read it and never ask again.
 */

export const roles = ["viewer", "member", "admin"] as const;
/** Each may do what those before it may. */
export type Role = (typeof roles)[number];

/** `personal`: the one person of a server on this machine while no user exists. */
export type Caller =
  | { readonly kind: "personal" }
  | {
      readonly kind: "user";
      /** Id of the user. */
      readonly user: string;
      readonly role: Role;
      /** Id of the API key that was shown; absent for a login by cookie. */
      readonly key?: string;
    };

/** True when the caller's role reaches that far. */
export function mayAct(caller: Caller, as: Role): boolean {
  return caller.kind === "personal" || roles.indexOf(caller.role) >= roles.indexOf(as);
}
