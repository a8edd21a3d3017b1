/** Keys of other services from end to end: sealed on disk, used for the right calls, shown to nobody. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMasterKeys } from "../../src/accounts/credentials/master-key.ts";
import { seal, unseal } from "../../src/accounts/credentials/sealing.ts";
import type { EngineOptions } from "../../src/engine/engine-options.ts";
import { startScriptedServer } from "../../src/testing/scripted-server.ts";
import { openBench } from "../bad-input/test-bench.ts";

const actor = { who: "test" };
const KEY = "FAR_API_KEY";
const random = (count: number) => new Uint8Array(count).fill(7);

async function keyedBench(options: EngineOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "thorp-credentials-"));
  const server = await startScriptedServer({ script: () => ({ text: "The key is s3cret-of-everyone, I think." }) });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const catalogue = join(folder, "models.yaml");
  writeFileSync(
    catalogue,
    `providers:
  far: { kind: openai, url: "${server.url}/v1", key: ${KEY}, tier: frontier }
  away: { kind: openai, url: "https://away.example/v1", key: ${KEY} }
models:
  - { id: away/one, price: { input: 1, output: 2 } }
  - { id: far/two, context: 32000, price: { input: 1, output: 2 }, capabilities: [tools] }
aliases: { two: far/two }
`,
  );
  const configFolder = join(folder, "config");
  const bench = await openBench({ catalogues: [catalogue], configFolder, team: "paid", ...options });
  const sent = () =>
    server.requests.filter(({ method }) => method === "POST").map(({ headers }) => headers.authorization);
  return { bench, sent, folder, configFolder, credentials: bench.engine.accounts.credentials };
}

describe("a credential", () => {
  it("of the user comes before that of the team, that before everyone's, and each is used for its calls alone", async () => {
    const { bench, sent, credentials } = await keyedBench();
    const away = async () => (await bench.engine.listModels()).find(({ id }) => id === "away/one")?.obstacle ?? "";
    expect(await away()).toContain(`needs the key ${KEY}`);
    await credentials.set({ of: "everyone", name: "", variable: KEY, secret: "s3cret-of-everyone" }, actor);
    await credentials.set({ of: "user", name: "usr_a", variable: KEY, secret: "s3cret-of-a" }, actor);
    expect(await away()).not.toContain("needs the key");
    const told = await bench.ask("What is it?");
    await bench.ask("What is it?", { owner: { user: "usr_a" } });
    await bench.ask("What is it?", { owner: { user: "usr_b" } });
    await credentials.set({ of: "team", name: "paid", variable: KEY, secret: "s3cret-of-paid" }, actor);
    await bench.ask("What is it?", { owner: { user: "usr_b" } });
    await credentials.remove({ of: "team", name: "paid", variable: KEY }, actor);
    await credentials.remove({ of: "everyone", name: "", variable: KEY }, actor);
    expect(await away()).toContain(`needs the key ${KEY}`);
    expect(sent()).toEqual(["everyone", "a", "everyone", "paid"].map((whose) => `Bearer s3cret-of-${whose}`));
    // It was stored after the engine had started, and the model said it: the filter knows it all the same.
    expect(told.text).not.toContain("s3cret-of-everyone");
    expect(told.text).toContain("[secret removed]");
  });

  it("gives way to the environment", async () => {
    const { bench, sent, credentials } = await keyedBench({ env: { [KEY]: "from-the-environment" } });
    await credentials.set({ of: "everyone", name: "", variable: KEY, secret: "s3cret-stored" }, actor);
    await bench.ask("What is it?");
    expect(sent()).toEqual(["Bearer from-the-environment"]);
  });

  it("lies sealed on disk, is listed without its secret, and survives a new master key", async () => {
    const { bench, sent, credentials, configFolder, folder } = await keyedBench();
    const secret = "s3cret-that-is-long-enough";
    await credentials.set({ of: "everyone", name: "", variable: KEY, secret }, actor);
    expect(JSON.stringify(credentials.list())).not.toContain(secret);
    expect(credentials.list()).toMatchObject([{ variable: KEY, ending: "ough" }]);
    const file = join(configFolder, "master.key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file, "utf8");
    expect(await credentials.rotate(actor)).toBe(1);
    expect(readFileSync(file, "utf8")).not.toBe(before);
    await bench.ask("What is it?");
    expect(sent()).toEqual([`Bearer ${secret}`]);
    for (const name of readdirSync(bench.dataDir).filter((each) => each.startsWith("core.db")))
      expect(readFileSync(join(bench.dataDir, name)).includes(secret)).toBe(false);
    expect(JSON.stringify(await bench.engine.accounts.audit.list())).not.toContain(secret);
    expect(folder).toBeDefined();
  });
});

describe("the master key", () => {
  it("opens what it sealed, for whom it was sealed, and nothing that was changed", () => {
    const key = random(32);
    const sealed = seal("secret", "user:a/KEY", { key, random });
    expect(unseal(sealed, "user:a/KEY", key)).toBe("secret");
    expect(unseal(sealed, "user:b/KEY", key)).toBeUndefined();
    expect(unseal(sealed, "user:a/KEY", random(31).fill(1))).toBeUndefined();
    expect(unseal({ ...sealed, data: `A${sealed.data.slice(1)}` }, "user:a/KEY", key)).toBeUndefined();
    expect(unseal({ ...sealed, tag: "" }, "user:a/KEY", key)).toBeUndefined();
  });

  it("is refused when others can read it, or when it is none; that of the environment comes first", () => {
    const folder = mkdtempSync(join(tmpdir(), "thorp-master-"));
    const keys = createMasterKeys({ env: {}, folder, random });
    expect(keys.current()).toBeUndefined();
    expect(keys.demand()).toEqual(random(32));
    chmodSync(join(folder, "master.key"), 0o644);
    expect(() => keys.current()).toThrow(
      expect.objectContaining({ code: "credential-locked", hint: expect.stringContaining("chmod 600") }),
    );
    const hex = "ab".repeat(32);
    const given = createMasterKeys({ env: { THORP_MASTER_KEY: hex }, folder, random });
    expect(Buffer.from(given.current() ?? []).toString("hex")).toBe(hex);
    expect(given.next()).toBeUndefined();
    expect(() => createMasterKeys({ env: { THORP_MASTER_KEY: "short" }, folder, random }).current()).toThrow(
      expect.objectContaining({ code: "credential-locked" }),
    );
  });
});

describe("a login at another service", () => {
  it("brings a token by the code flow with PKCE, and renews it before it ends", async () => {
    const asked: Record<string, string>[] = [];
    const other = createServer((request, response) => void answer(request, response));
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      const fields = Object.fromEntries(new URLSearchParams(body));
      asked.push(fields);
      response.setHeader("content-type", "application/json");
      if (fields["code"] === "wrong") return void response.writeHead(400).end('{"error":"invalid_grant"}');
      const number = asked.length;
      const token = { access_token: `access-token-${number}`, refresh_token: `refresh-${number}`, expires_in: 30 };
      return void response.end(JSON.stringify(token));
    };
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { bench, sent, credentials } = await keyedBench();
    const tokenUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}/token`;
    const request = {
      ...({ of: "everyone", name: "", variable: KEY } as const),
      ...{ authorizeUrl: "https://other.example/authorize?x=1", tokenUrl, clientId: "thorp", scopes: ["read"] },
    };
    const redirectUri = "http://127.0.0.1:4646/api/oauth/callback";
    const begin = () => new URL(credentials.beginOAuth(request, { redirectUri, actor })).searchParams;
    const wrong = begin();
    await expect(credentials.finishOAuth(wrong.get("state") ?? "", "wrong")).rejects.toThrow("invalid_grant");
    const query = begin();
    expect(Object.fromEntries(query)).toMatchObject({
      ...{ x: "1", response_type: "code", client_id: "thorp", scope: "read", redirect_uri: redirectUri },
      code_challenge_method: "S256",
    });
    const state = query.get("state") ?? "";
    await expect(credentials.finishOAuth(`${state}x`, "code")).rejects.toMatchObject({ code: "link-invalid" });
    await credentials.finishOAuth(state, "code");
    await expect(credentials.finishOAuth(state, "code")).rejects.toMatchObject({ code: "link-invalid" });
    const { createHash } = await import("node:crypto");
    const verifier = asked.at(-1)?.["code_verifier"] ?? "";
    expect(createHash("sha256").update(verifier).digest("base64url")).toBe(query.get("code_challenge"));
    await bench.ask("What is it?");
    // It ends within a minute, so it was renewed first, with the token that came last.
    expect(asked.at(-1)).toMatchObject({ grant_type: "refresh_token", refresh_token: "refresh-2" });
    expect(sent()).toEqual(["Bearer access-token-3"]);
    expect(JSON.stringify(credentials.list())).not.toMatch(/access-token|refresh-\d/);
  });

  it("asks for its token only over https or on this machine", async () => {
    const { credentials } = await keyedBench();
    const request = {
      ...({ of: "everyone", name: "", variable: KEY } as const),
      ...{ authorizeUrl: "https://x.example", tokenUrl: "http://10.0.0.1/token", clientId: "c", scopes: [] },
    };
    expect(() => credentials.beginOAuth(request, { redirectUri: "http://x", actor })).toThrow("must be https");
  });
});
