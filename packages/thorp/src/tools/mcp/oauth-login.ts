/**
 * OAuth 2.1 for MCP over HTTP: tokens for calls, and the login that brings them. The official package does the protocol:
 * metadata of the resource and of the issuer, registration, PKCE, the resource indicator, the check of the issuer.
 *
 * A call only uses and renews tokens; it never begins a login, because nobody may be there. No token is ever passed on:
 * each belongs to one server and one issuer.
 */
import type {
  AuthProvider,
  OAuthClientInformationContext,
  OAuthClientProvider,
  OAuthDiscoveryState,
} from "@modelcontextprotocol/client";
import { ThorpError } from "../../base/errors.ts";
import type { McpServer } from "../mcp-server.ts";
import { changeLogin, type LoginStore, readLogin } from "./login-state.ts";

/** The tokens of one server, as its transport asks for them. */
export function tokensFor(url: string, store: LoginStore): AuthProvider {
  let renewing: Promise<void> | undefined;
  let sent: string | undefined;
  const stored = () => {
    const state = readLogin(store, url);
    return state?.byIssuer[state.issuer]?.tokens;
  };
  return {
    async token() {
      sent = stored()?.access_token;
      return sent;
    },
    async onUnauthorized({ response, serverUrl, fetchFn }) {
      const { auth, extractWWWAuthenticateParams, UnauthorizedError } = await import("@modelcontextprotocol/client");
      // Somebody else has renewed it meanwhile: another process, or `thorp mcp login`.
      if (stored() !== undefined && stored()?.access_token !== sent) return;
      if (stored()?.refresh_token === undefined) throw new UnauthorizedError("There is no login.");
      const provider = loginProvider({ url, store, redirectUrl: RENEWING, scopes: undefined });
      const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
      const renew = async (): Promise<void> => {
        const result = await auth(
          { ...provider, redirectToAuthorization: () => Promise.reject(new UnauthorizedError("The login has ended.")) },
          {
            ...{ serverUrl, fetchFn },
            ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
            ...(scope === undefined ? {} : { scope }),
          },
        );
        if (result !== "AUTHORIZED") throw new UnauthorizedError("The login has ended.");
      };
      // However many calls find it out at once, one of them asks.
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      await renewing;
    },
  };
}

/** What a login needs of whoever carries it out. */
export interface LoginOptions {
  readonly server: McpServer;
  readonly store: LoginStore;
  readonly fetch: typeof fetch;
  /** Where the browser comes back to, on this machine. */
  readonly redirectUrl: string;
  /** A word that nobody can guess. */
  readonly state: string;
  /** Shows the person the address of the login. */
  readonly show: (address: string) => void;
  /** What the browser brought back. Rejects when nobody came. */
  readonly callback: () => Promise<URLSearchParams>;
}

/** Resolves when tokens are kept; at once where they could be renewed. Throws `auth-required`, `usage`. */
export async function logIn(options: LoginOptions): Promise<void> {
  const { server, store, redirectUrl, state, show, callback } = options;
  const { entry, name } = server;
  if (!("url" in entry))
    throw new ThorpError("usage", `The MCP server ${name} is a program; only servers with a url have a login.`);
  const { StreamableHTTPClientTransport, Client, UnauthorizedError } = await import("@modelcontextprotocol/client");
  const provider = loginProvider({
    url: entry.url,
    store,
    redirectUrl,
    scopes: entry.scopes,
    clientId: entry.clientId,
  });
  const transport = new StreamableHTTPClientTransport(new URL(entry.url), {
    fetch: options.fetch,
    authProvider: { ...provider, state: () => state, redirectToAuthorization: (url) => show(demandBrowsable(url)) },
  });
  const client = new Client({ name: "thorp", version: "1" }, { versionNegotiation: { mode: "auto" } });
  try {
    await client.connect(transport);
    return;
  } catch (error) {
    if (!(error instanceof UnauthorizedError))
      throw new ThorpError("auth-required", `The login at ${name} could not begin: ${(error as Error).message}`, {
        hint: `Look at ${entry.url}; a server without a login needs none.`,
        cause: error,
      });
  } finally {
    await client.close().catch(() => {});
  }
  const brought = await callback();
  if (brought.get("state") !== state)
    throw new ThorpError("auth-required", "The browser came back with another login than the one that was begun.");
  try {
    await transport.finishAuth(brought);
  } catch (error) {
    throw new ThorpError("auth-required", `${name} gave no token: ${(error as Error).message}`, { cause: error });
  }
}

interface ProviderOptions {
  readonly url: string;
  readonly store: LoginStore;
  readonly redirectUrl: string;
  readonly scopes: readonly string[] | undefined;
  readonly clientId?: string | undefined;
}

/** Everything but where the browser goes. Each login registers anew: its address to come back to is another one. */
function loginProvider({ url, store, redirectUrl, scopes, clientId }: ProviderOptions): OAuthClientProvider {
  let verifier = "";
  let discovered: OAuthDiscoveryState | undefined;
  const issuerOf = (context: OAuthClientInformationContext | undefined): string =>
    context?.issuer ?? readLogin(store, url)?.issuer ?? "";
  return {
    redirectUrl,
    clientMetadata: {
      client_name: "Thorp",
      redirect_uris: [redirectUrl],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      ...(scopes === undefined ? {} : { scope: scopes.join(" ") }),
    },
    clientInformation(context) {
      if (clientId !== undefined) return { client_id: clientId };
      const kept = readLogin(store, url)?.byIssuer[issuerOf(context)]?.client;
      const redirects = (kept as { redirect_uris?: readonly string[] } | undefined)?.redirect_uris;
      const isOther = redirectUrl !== RENEWING && redirects !== undefined && !redirects.includes(redirectUrl);
      return isOther ? undefined : kept;
    },
    saveClientInformation: (client, context) => changeLogin(store, { url, issuer: issuerOf(context) }, { client }),
    tokens(context) {
      const state = readLogin(store, url);
      return state?.byIssuer[context?.issuer ?? state.issuer]?.tokens;
    },
    saveTokens: (tokens, context) => changeLogin(store, { url, issuer: issuerOf(context) }, { tokens }),
    redirectToAuthorization: () => {},
    saveCodeVerifier(text) {
      verifier = text;
    },
    codeVerifier: () => verifier,
    saveDiscoveryState(state) {
      discovered = state;
    },
    discoveryState: () => discovered,
    invalidateCredentials(scope) {
      const issuer = issuerOf(undefined);
      if (scope === "tokens" || scope === "all")
        return changeLogin(store, { url, issuer }, { tokens: undefined } as never);
      return undefined;
    },
  };
}

/** Renewing goes nowhere with a browser. */
const RENEWING = "http://127.0.0.1/callback";

/** An address to open in a browser is https, or this machine's own; anything else could start a program. */
function demandBrowsable({ protocol, hostname, href }: URL): string {
  if (protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname)))
    return href;
  throw new ThorpError("auth-required", `The login wants to open ${href.slice(0, 200)}, which is not https.`);
}
