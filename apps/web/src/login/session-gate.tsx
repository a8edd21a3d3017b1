/** Shows the page to whoever may see it, and the login to everybody else. */
import { lazy, type ReactNode, Suspense, useState } from "react";
import { linkToken, useSessionState } from "./use-session.ts";

const LoginPage = lazy(async () => ({ default: (await import("./login-page.tsx")).LoginPage }));
const LinkPage = lazy(async () => ({ default: (await import("./link-page.tsx")).LinkPage }));

export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { session, isUnknown } = useSessionState();
  const [token, setToken] = useState(() => linkToken(window.location.hash));
  if (token !== undefined && session !== undefined)
    return (
      <Suspense fallback={null}>
        <LinkPage token={token} isFirst={!session.hasUsers} onDone={() => setToken(undefined)} />
      </Suspense>
    );
  if (session?.kind === "nobody")
    return (
      <Suspense fallback={null}>
        <LoginPage />
      </Suspense>
    );
  // A server that does not say who asks shows what it lets this person see.
  return session === undefined && !isUnknown ? null : children;
}
