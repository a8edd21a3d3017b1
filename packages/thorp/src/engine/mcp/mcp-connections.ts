/** How an engine, or a command beside it, reaches MCP servers: which keys, which addresses, whose tokens. */

import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CredentialStore } from "../../accounts/accounts.ts";
import type { FindCage } from "../../sandbox/cage.ts";
import type { ConnectOptions } from "../../tools/mcp/connect-server.ts";
import type { LoginStore } from "../../tools/mcp/login-state.ts";
import type { McpServer } from "../../tools/mcp-server.ts";
import { createKeyLookup } from "../key-lookup.ts";
import { cagedSpawn } from "./caged-spawn.ts";

/** What connections are made of. */
export interface McpGround {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly allowHosts: readonly string[];
  /** Absent beside a record that somebody else holds: tokens are then used but not renewed. */
  readonly credentials?: CredentialStore;
  /** Folders that programs may write are made in it; the data folder. Undefined where nothing is kept. */
  readonly folder: string | undefined;
  readonly findCage: FindCage;
}

/** For one server: an address that a person named for it may also be a private one. */
export function connectOptionsFor({ name, entry }: McpServer, ground: McpGround): ConnectOptions {
  const { env, allowHosts, credentials, folder, findCage } = ground;
  const own = "url" in entry ? [new URL(entry.url).host] : [];
  return {
    env: createKeyLookup(env, credentials).env,
    spawnProgram: cagedSpawn({ findCage, folder: join(folder ?? join(tmpdir(), "thorp"), "mcp", name) }),
    fetch: lazyChannel([...allowHosts, ...own]),
    login: (server) => (credentials === undefined ? lentLogin(server, env) : loginIn(credentials, server)),
    version: "1",
  };
}

/** The credential that holds the tokens of a server. */
export function loginVariable({ name }: McpServer): string {
  const [own = "", inTeam] = name.split(".");
  const word = (text: string): string => text.toUpperCase().replaceAll("-", "_");
  // Never the one of a server in the settings: whoever names a server must not come by its tokens.
  return inTeam === undefined ? `MCP_${word(own)}_LOGIN` : `TEAM_MCP_${word(own)}__${word(inTeam)}_LOGIN`;
}

/** Sealed with the other credentials. */
function loginIn(credentials: CredentialStore, server: McpServer): LoginStore {
  const variable = loginVariable(server);
  return {
    read: () => credentials.lookup(variable)?.secret,
    write: (secret) => credentials.set({ of: "everyone", name: "", variable, secret }, { who: "mcp" }),
  };
}

/** Records of what people agreed to. */
export function mcpFolder(configFolder: string): string {
  return join(configFolder, "mcp");
}

/** Whoever renews a token has to keep the new one; here nobody could. */
function lentLogin(server: McpServer, env: McpGround["env"]): LoginStore {
  const read = (): string | undefined =>
    env[loginVariable(server)]?.replace(/"refresh_token":"[^"]*"/g, '"renewable":true');
  return { read, write: async () => {} };
}

/** Node's HTTP client takes a while to load, and most processes ask no server. */
function lazyChannel(allowHosts: readonly string[]): typeof fetch {
  let loading: Promise<typeof fetch> | undefined;
  return async (input, init) => {
    loading ??= import("../../tools/mcp/guarded-channel.ts").then(({ createGuardedChannel }) =>
      createGuardedChannel({ allowHosts }),
    );
    return (await loading)(input, init);
  };
}
