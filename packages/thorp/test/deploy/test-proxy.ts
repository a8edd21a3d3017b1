/** A real proxy program in front of a server, with the settings that we hand out fitted to this machine. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const PUBLIC_NAME = "thorp.example.org";

export interface TestProxy extends AsyncDisposable {
  readonly port: number;
  readonly ca: string;
  /** As a client of the public name; resolves with the head of the answer. */
  send(path: string, sent?: Sent): Promise<IncomingMessage>;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Our file with what is particular to the machine replaced; throws when a text to be replaced is not in it. */
function fitted(name: string, replacements: readonly (readonly [string, string])[]): string {
  let text = readFileSync(fileURLToPath(new URL(`../../../../deploy/${name}`, import.meta.url)), "utf8");
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`deploy/${name} has no ${from}.`);
    text = text.replaceAll(from, to);
  }
  return text;
}

function nginx(folder: string, port: number, server: number): readonly [string, readonly string[]] {
  const live = `/etc/letsencrypt/live/${PUBLIC_NAME}`;
  const site = fitted("nginx.conf", [
    ["listen 443 ssl http2", `listen 127.0.0.1:${port} ssl http2`],
    [`${live}/fullchain.pem`, join(folder, "cert.pem")],
    [`${live}/privkey.pem`, join(folder, "key.pem")],
    ["127.0.0.1:4646", `127.0.0.1:${server}`],
  ]);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const whole = [
    `daemon off; pid ${join(folder, "pid")}; error_log stderr; events {}`,
    `http { access_log off; ${temporary.join(" ")}\n${site}}`,
  ];
  writeFileSync(join(folder, "nginx.conf"), whole.join("\n"));
  return ["nginx", ["-e", "stderr", "-p", folder, "-c", join(folder, "nginx.conf")]];
}

function caddy(folder: string, port: number, server: number): readonly [string, readonly string[]] {
  const site = fitted("Caddyfile", [
    [
      `${PUBLIC_NAME} {`,
      `https://${PUBLIC_NAME}:${port} {\n\tbind 127.0.0.1\n\ttls ${folder}/cert.pem ${folder}/key.pem`,
    ],
    ["127.0.0.1:4646", `127.0.0.1:${server}`],
  ]);
  writeFileSync(
    join(folder, "Caddyfile"),
    `{\n\tadmin off\n\tauto_https disable_redirects\n\tgrace_period 1s\n}\n${site}`,
  );
  return ["caddy", ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"]];
}

/** Resolves once it takes connections. */
export async function startProxy(kind: "nginx" | "caddy", server: number): Promise<TestProxy> {
  const folder = mkdtempSync(join(tmpdir(), "thorp-proxy-"));
  const names = ["-subj", `/CN=${PUBLIC_NAME}`, "-addext", `subjectAltName=DNS:${PUBLIC_NAME}`];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
  execFileSync("openssl", ["req", "-x509", ...curve, "-nodes", "-days", "1", ...names, ...files], { stdio: "ignore" });
  const port = await freePort();
  const [program, args] = (kind === "nginx" ? nginx : caddy)(folder, port, server);
  const env = { PATH: `${process.env["PATH"]}:/usr/sbin`, HOME: folder };
  const child = spawn(program, [...args], { stdio: ["ignore", "ignore", "pipe"], env });
  await taking(port, child);
  const ca = readFileSync(join(folder, "cert.pem"), "utf8");
  return {
    port,
    ca,
    send: (path, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const json = text === undefined ? {} : { "content-type": "application/json" };
        const to = { host: "127.0.0.1", port, path, method, ca, servername: PUBLIC_NAME };
        const all = { host: PUBLIC_NAME, ...json, ...headers };
        request({ ...to, headers: all }, resolve)
          .on("error", reject)
          .end(text);
      }),
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Rejects with what the program said when it ends instead. */
async function taking(port: number, child: ChildProcess): Promise<void> {
  let said = "";
  let hasEnded = false;
  child.stderr?.on("data", (part) => (said += String(part)));
  child.once("error", (error) => (said += error.message));
  child.once("close", () => (hasEnded = true));
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => (socket.destroy(), resolve(true)));
      socket.once("error", () => resolve(false));
    });
    if (isOpen) return;
    if (hasEnded) throw new Error(`The proxy did not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
