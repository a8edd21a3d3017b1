/** Tokens of one MCP server and the registrations that they belong to, by the issuer that gave them. */
import type { StoredOAuthClientInformation, StoredOAuthTokens } from "@modelcontextprotocol/client";
import { parseJson } from "../../base/json.ts";

/** Only ever sent to `url`, and renewed only at the issuer that gave them. */
export interface LoginState {
  /** The server that they are for: an entry that names another address has no login. */
  readonly url: string;
  /** Issuer of the newest tokens. */
  readonly issuer: string;
  readonly byIssuer: Readonly<Record<string, IssuerState>>;
}

/** What one authorization server gave. */
export interface IssuerState {
  readonly client?: StoredOAuthClientInformation;
  readonly tokens?: StoredOAuthTokens;
}

/** Where it is kept: sealed, and out of the way of everything that is shown. */
export interface LoginStore {
  read(): string | undefined;
  write(text: string): Promise<void>;
}

/** Undefined for what was kept for another address. */
export function readLogin(store: LoginStore, url: string): LoginState | undefined {
  const state = parseJson(store.read() ?? "") as LoginState | undefined;
  return state?.url === url && typeof state.byIssuer === "object" ? state : undefined;
}

/** Keeps what belongs to an issuer beside what others gave. */
export async function changeLogin(
  store: LoginStore,
  { url, issuer }: Pick<LoginState, "url" | "issuer">,
  change: IssuerState,
): Promise<void> {
  const state = readLogin(store, url);
  const byIssuer = { ...state?.byIssuer, [issuer]: { ...state?.byIssuer[issuer], ...change } };
  await store.write(JSON.stringify({ url, issuer, byIssuer } satisfies LoginState));
}
