/**
 * The systemd unit and the container file in deploy/, as far as they can be tried without systemd as the first process
 * and without a registry of images: what systemd says of the unit, and the commands that both start.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { parse } from "yaml";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));
const read = (name: string): string => readFileSync(join(repository, "deploy", name), "utf8");
const folder = mkdtempSync(join(tmpdir(), "thorp-deploy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where the files say `/opt/thorp`: only what the container file copies, in a folder without npm packages. */
function installed(): string {
  const program = join(folder, "opt");
  const copies = [...read("Containerfile").matchAll(/^COPY --from=build \/opt\/thorp\/(\S+) \/opt\/thorp\/(\S+)$/gm)];
  expect(copies).toHaveLength(3);
  for (const [, from = "", to = ""] of copies) {
    const place = join(program, to.endsWith("/") ? join(to, from.split("/").at(-1) ?? "") : to);
    mkdirSync(join(place, ".."), { recursive: true });
    cpSync(join(repository, from), place, { recursive: true });
  }
  return program;
}

/** Its first line. */
function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("no output");
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("close", () => reject(new Error("It ended without a word.")));
  });
}

it("starts what the container file says, with nothing beside it, and its health check agrees", async () => {
  const program = installed();
  const file = read("Containerfile");
  const commandIn = (pattern: RegExp): readonly string[] => JSON.parse(pattern.exec(file)?.[1] ?? "[]") as string[];
  const [node, main = "", ...args] = commandIn(/^CMD (\[.*\])$/m);
  const settings = (/^ENV (.*)$/m.exec(file)?.[1] ?? "").split(" ").map((pair) => pair.split("=") as [string, string]);
  const env = {
    ...{ PATH: process.env["PATH"], HOME: folder, TZ: "UTC" },
    ...Object.fromEntries(settings),
    ...{ THORP_DATA_DIR: join(folder, "data"), THORP_PORT: "0" },
    // Said by compose.yaml; without it an address for all is refused.
    ...(parse(read("compose.yaml")) as Compose).services.thorp.environment,
  };
  expect(node).toBe("node");
  const child = spawn(process.execPath, [main.replace("/opt/thorp", program), ...args], { cwd: folder, env });
  try {
    const url = /http:\/\/\S+/.exec(await firstLine(child))?.[0] ?? "";
    const { port } = new URL(url);
    const [, flag = "", script = ""] = commandIn(/^HEALTHCHECK .*CMD (\[.*\])$/m);
    const healthy = (at: string): number | null =>
      spawnSync(process.execPath, [flag, script.replace("4646", at)], { env }).status;
    expect(healthy(port)).toBe(0);
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
    expect(healthy(port)).toBe(1);
  } finally {
    child.kill("SIGKILL");
  }
});

interface Compose {
  readonly services: {
    readonly thorp: { readonly environment: Record<string, string>; readonly networks: Networks };
    readonly caddy: { readonly networks: Networks; readonly command: string };
  };
}
interface Networks {
  readonly inside: { readonly ipv4_address: string };
}

it("trusts the proxy of its compose file, which talks to it", () => {
  const { thorp, caddy } = (parse(read("compose.yaml")) as Compose).services;
  expect(thorp.environment["THORP_TRUSTED_PROXIES"]).toBe(caddy.networks.inside.ipv4_address);
  expect(caddy.command).toContain(`--to ${thorp.networks.inside.ipv4_address}:4646`);
});

it("is a unit that systemd understands, and that hides the machine from it", () => {
  const unit = read("thorp.service");
  const file = join(folder, "thorp.service");
  writeFileSync(file, unit.replaceAll("/opt/thorp/node_modules/node/bin/node", process.execPath));
  expect(execFileSync("systemd-analyze", ["verify", file], { encoding: "utf8", stdio: "pipe" })).toBe("");
  const said = spawnSync("systemd-analyze", ["security", "--offline=true", file], { encoding: "utf8" });
  const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(said.stdout)?.[1]);
  expect(exposure).toBeLessThan(5);
});
