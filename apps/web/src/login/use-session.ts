/** Who makes the requests of this page. */
import { useQuery } from "@tanstack/react-query";
import type { Session } from "@thorp/client";
import { addressOf } from "../app/base-path.ts";
import { queries } from "../app/queries.ts";
import { rememberSession } from "../app/send-from.ts";
import { thorp } from "../app/thorp.ts";

async function fetchSession(): Promise<Session> {
  const session = await thorp.session.show();
  rememberSession(session);
  return session;
}

/** `isUnknown`: the server could not be asked. */
export function useSessionState(): { readonly session: Session | undefined; readonly isUnknown: boolean } {
  const { data, isError } = useQuery({
    queryKey: ["session"],
    queryFn: fetchSession,
    staleTime: 60_000,
    retry: false,
  });
  return { session: data, isUnknown: isError };
}

export function useSession(): Session | undefined {
  return useSessionState().session;
}

/** May change what belongs to the server; until it is known, and on a server without users, everybody. */
export function useIsAdmin(): boolean {
  const session = useSession();
  return session?.kind !== "user" || session.role === "admin";
}

/** Another person, or nobody: nothing of what was known before may stay. */
export async function renewSession(): Promise<void> {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
  queries.setQueryData(["session"], await fetchSession());
}

export async function logOut(): Promise<void> {
  await thorp.session.logOut();
  window.location.assign(addressOf("/"));
}

/** The one-time token of a link such as `/#link=...`. */
export function linkToken(hash: string): string | undefined {
  return /^#link=(\S+)$/.exec(hash)?.[1];
}
