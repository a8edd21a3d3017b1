/** Every program of `examples/` is run and prints what it says at its end. */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestServer, testServer } from "../../packages/thorp/src/server/test-server.ts";
import { linkPackages } from "../guides/link-packages.ts";

const source = fileURLToPath(new URL("../../examples/", import.meta.url));
const files = readdirSync(source).filter((name) => name.endsWith(".ts"));
const textOf = (name: string): string => readFileSync(source + name, "utf8");
const PRINTS = "\n// Prints:\n";
const programs = files.filter((name) => textOf(name).includes(PRINTS));

let folder = "";
let server: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "thorp-examples-"));
  cpSync(source, join(folder, "examples"), { recursive: true });
  await linkPackages(folder);
  server = await testServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function run(name: string): Promise<string> {
  return new Promise((resolve) => {
    const { PATH = "" } = process.env;
    const env = { PATH, HOME: folder, THORP_SERVER: server.url };
    const args = ["--disable-warning=ExperimentalWarning", join("examples", name)];
    execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve(`${stdout}${stderr}${error === null ? "" : `exit code ${error.code}\n`}`),
    );
  });
}

it.each(programs)("%s prints what it says", async (name) => {
  const said = textOf(name).split(PRINTS)[1] ?? "";
  expect(await run(name)).toBe(said.replaceAll(/^\/\/ /gm, ""));
});

const readme = readFileSync(fileURLToPath(new URL("../../packages/client/README.md", import.meta.url)), "utf8");
const inReadme = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);

it.each(inReadme.map((text, at) => [at + 1, text] as const))("program %i of the client's README", async (at, text) => {
  expect(text).toContain(PRINTS);
  const name = `readme-${at}.ts`;
  writeFileSync(join(folder, "examples", name), text.replaceAll("http://127.0.0.1:4646", server.url));
  const said = text.split(PRINTS)[1] ?? "";
  expect(await run(name)).toBe(said.replaceAll(/^\/\/ /gm, ""));
});

it("are at least six, each short and with a line that says what it shows, and the list names them all", () => {
  expect(programs.length).toBeGreaterThanOrEqual(6);
  const page = textOf("README.md");
  for (const name of files) {
    const text = textOf(name);
    expect(text.split("\n").length, name).toBeLessThan(60);
    expect(text, name).toMatch(/^\/\*\* .+ \*\/\n/);
    expect(page).toContain(`(${name})`);
  }
});
