/** For tests: an authorization server of OAuth 2.1, and an MCP server of today that takes its tokens. */
import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";

export interface OAuthWorld {
  /** Of the MCP server. */
  readonly url: string;
  readonly issuer: string;
  /** `Authorization` of every request to the MCP server. */
  readonly shown: readonly string[];
  /** Bodies that came to the token address. */
  readonly asked: readonly URLSearchParams[];
  /** What the authorization server does otherwise from now on. */
  readonly how: { issuer?: string; iss?: string; refuseRefresh?: boolean; authorize?: string };
  /** Access tokens are no good any more; those to renew with are. */
  expire(): void;
  /** What a browser does that opens the address. */
  browse(address: string): Promise<URLSearchParams>;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void | Promise<void>;

async function listen(answer: Answer): Promise<{ readonly url: string; close(): Promise<void> }> {
  const take: Answer = async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    await answer(request, response, body);
  };
  const server = createServer((request, response) => void take(request, response, ""));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((done) => (server.close(() => done()), server.closeAllConnections())),
  };
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

export async function startOAuthWorld(): Promise<OAuthWorld> {
  const how: OAuthWorld["how"] = {};
  const shown: string[] = [];
  const asked: URLSearchParams[] = [];
  const codes = new Map<string, { challenge: string; redirect: string; client: string; resource: string }>();
  const good = new Set<string>();
  const refreshes = new Set<string>();
  const resource = { url: "" };
  const clients = new Map<string, readonly string[]>();
  const give = (response: ServerResponse): void => {
    const [access, refresh] = [`at-${randomUUID()}`, `rt-${randomUUID()}`];
    good.add(access);
    refreshes.add(refresh);
    json(response, { access_token: access, token_type: "Bearer", expires_in: 3600, refresh_token: refresh });
  };
  const issuer = await listen((request, response, body) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://here");
    switch (pathname) {
      case "/.well-known/oauth-authorization-server":
        return json(response, {
          issuer: how.issuer ?? issuer.url,
          authorization_endpoint: how.authorize ?? `${issuer.url}/authorize`,
          token_endpoint: `${issuer.url}/token`,
          registration_endpoint: `${issuer.url}/register`,
          response_types_supported: ["code"],
          code_challenge_methods_supported: ["S256"],
          authorization_response_iss_parameter_supported: true,
        });
      case "/register": {
        const wanted = JSON.parse(body) as { redirect_uris: readonly string[] };
        const client = `client-${clients.size + 1}`;
        clients.set(client, wanted.redirect_uris);
        return json(response, { ...wanted, client_id: client }, 201);
      }
      case "/authorize": {
        const ask = (name: string) => searchParams.get(name) ?? "";
        const isGood =
          clients.get(ask("client_id"))?.includes(ask("redirect_uri")) && ask("code_challenge_method") === "S256";
        if (!isGood) return json(response, { error: "invalid_request" }, 400);
        const code = randomUUID();
        codes.set(code, {
          ...{ challenge: ask("code_challenge"), redirect: ask("redirect_uri") },
          ...{ client: ask("client_id"), resource: ask("resource") },
        });
        const back = new URL(ask("redirect_uri"));
        for (const [name, value] of Object.entries({ code, state: ask("state"), iss: how.iss ?? issuer.url }))
          back.searchParams.set(name, value);
        response.writeHead(302, { location: back.href }).end();
        return;
      }
      case "/token": {
        const given = new URLSearchParams(body);
        asked.push(given);
        if (given.get("resource") !== resource.url) return json(response, { error: "invalid_target" }, 400);
        if (given.get("grant_type") === "refresh_token") {
          const isGood = refreshes.delete(given.get("refresh_token") ?? "") && !how.refuseRefresh;
          return isGood ? give(response) : json(response, { error: "invalid_grant" }, 400);
        }
        const code = codes.get(given.get("code") ?? "");
        codes.delete(given.get("code") ?? "");
        const proof = createHash("sha256")
          .update(given.get("code_verifier") ?? "")
          .digest("base64url");
        const isGood =
          code?.challenge === proof &&
          code.redirect === given.get("redirect_uri") &&
          code.client === given.get("client_id") &&
          code.resource === resource.url;
        return isGood ? give(response) : json(response, { error: "invalid_grant" }, 400);
      }
      default:
        return json(response, { error: "not found" }, 404);
    }
  });
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: "guarded", version: "1" });
    server.registerTool("whoami", { description: "Says who asks." }, async () => ({
      content: [{ type: "text", text: "a friend" }],
    }));
    return server;
  });
  const mcp = await listen(async (request, response, body) => {
    const path = request.url ?? "";
    if (path.startsWith("/.well-known/oauth-protected-resource"))
      return json(response, { resource: resource.url, authorization_servers: [issuer.url] });
    shown.push(request.headers.authorization ?? "");
    if (!good.has((request.headers.authorization ?? "").replace("Bearer ", ""))) {
      const metadata = `${mcp.url}/.well-known/oauth-protected-resource/mcp`;
      response.writeHead(401, { "www-authenticate": `Bearer resource_metadata="${metadata}"` }).end();
      return;
    }
    const { method = "GET", headers } = request;
    const init = { method, headers: headers as Record<string, string>, ...(body === "" ? {} : { body }) };
    const answer = await handler.fetch(new Request(`${mcp.url}${path}`, init));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    for await (const chunk of answer.body ?? []) response.write(chunk);
    response.end();
  });
  resource.url = `${mcp.url}/mcp`;
  return {
    ...{ url: resource.url, issuer: issuer.url, shown, asked, how },
    expire: () => good.clear(),
    async browse(address) {
      const answer = await fetch(address, { redirect: "manual" });
      return new URL(answer.headers.get("location") ?? "http://nowhere").searchParams;
    },
    async close() {
      await handler.close();
      await mcp.close();
      await issuer.close();
    },
  };
}
