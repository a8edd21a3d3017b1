/**
 * The Caller seam: on whose behalf a request is answered.
 *
 * It is found once, before any route, socket or file of the page is looked at; routes read it and never ask again.
 */
import type { RunOwner } from "../events/run-request.ts";
import { type KeyScope, type Role, roles } from "../wire/accounts.ts";

/**
 * `personal`: the one person of a server on this machine while no user exists. `nobody`: somebody who has not said who
 * they are; only routes with `access: "public"` ever see them.
 */
export type Caller =
  | {
      readonly kind: "personal";
      /** They have shown the token of the data folder: what the server's files are to it, they are to them. */
      readonly holdsFolder?: true;
    }
  | { readonly kind: "nobody" }
  | {
      readonly kind: "user";
      /** Id of the user. */
      readonly user: string;
      readonly role: Role;
      /** Id of the API key that was shown; absent for a login by cookie. */
      readonly key?: string;
      /** What the key may be used for; absent for a login by cookie, which may do all that the role may. */
      readonly scopes?: readonly KeyScope[];
    };

/** True when the caller's role reaches that far. */
export function mayAct(caller: Caller, as: Role): boolean {
  if (caller.kind === "nobody") return false;
  return caller.kind === "personal" || roles.indexOf(caller.role) >= roles.indexOf(as);
}

/** True when what the caller showed may be used for that. */
export function hasScope(caller: Caller, scope: KeyScope): boolean {
  if (caller.kind === "nobody") return false;
  return caller.kind === "personal" || caller.scopes === undefined || caller.scopes.includes(scope);
}

/** True for those who see what belongs to anybody: admins, and the one person while there are no users. */
export function seesAll(caller: Caller): boolean {
  return caller.kind === "personal" || (caller.kind === "user" && caller.role === "admin");
}

/** Whose a run is that this caller asks for; undefined while there are no users. */
export function ownerOf(caller: Caller): RunOwner | undefined {
  if (caller.kind !== "user") return undefined;
  return { user: caller.user, ...(caller.key === undefined ? {} : { key: caller.key }) };
}

/** For lists of runs: `{ owner }` for those who see only their own, else nothing. */
export function ownedBy(caller: Caller): { readonly owner?: string } {
  if (seesAll(caller)) return {};
  return { owner: caller.kind === "user" ? caller.user : "" };
}
