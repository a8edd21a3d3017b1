import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scanFiles } from "./scan-files.ts";
import { entropy, scanText } from "./scan-text.ts";

// Put together here, so that this file itself holds nothing that looks like a key.
const random = ["q7Rk2ZpV9xWc4TnB", "8sLd3JfHu6YmEa1G"].join("");
const planted = {
  "OpenAI or OpenRouter key": `sk-or-v1-${random}${random}`,
  "Anthropic key": `sk-ant-api03-${random}`,
  "AWS access key": `AKIA${"Q7RK2ZPV9XWC4TNB"}`,
  "GitHub token": `ghp_${random}abcd`,
  "Google key": `AIza${random}abc`,
  "Hugging Face token": `hf_${random}`,
  "private key": `-----BEGIN ${"RSA"} PRIVATE KEY-----`,
  "password in a URL": `postgres://me:${random}@db.example.com/x`,
};

describe("scanText", () => {
  it.each(Object.entries(planted))("finds an %s and its line", (kind, key) => {
    const findings = scanText(`first line\nconst key = "${key}";\n`);
    expect(findings).toContainEqual(expect.objectContaining({ kind, line: 2 }));
    expect(findings.every(({ line }) => line === 2)).toBe(true);
  });

  it.each(["apiKey: ", "API_KEY=", '"password": "', "token = '", "Authorization: Bearer "])(
    "finds a random value after %s",
    (before) => {
      expect(scanText(`${before}${random}`)).toEqual([{ line: 1, kind: "value that looks random", text: random }]);
    },
  );

  it("finds a random hexadecimal value", () => {
    const hex = ["9f86d081884c7d65", "9a2feaa0c55ad015"].join("");
    expect(scanText(`secret: ${hex}`)).toHaveLength(1);
  });

  it.each([
    "const apiKey = process.env.OPENROUTER_API_KEY;",
    "token: createTokenBusForManyReaders2",
    "password: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
    "postgres://USER:PASSWORD@localhost",
    `checksum ${random}`,
    "sk-your-key-here",
  ])("leaves %s alone", (text) => {
    expect(scanText(text)).toEqual([]);
  });
});

it("measures entropy in bits per character", () => {
  expect(entropy("aaaa")).toBe(0);
  expect(entropy("abcd")).toBe(2);
});

describe("scanFiles", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "thorp-secrets-"));
    write("src/clean.ts", "export const answer = 42;\n");
    write("docs/setup.md", `key: ${planted["AWS access key"]}\n`);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, content: string | Buffer): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }

  it("finds a planted key, with git and without", () => {
    const withoutGit = scanFiles(root, []);
    spawnSync("git", ["init", "--quiet"], { cwd: root });
    const withGit = scanFiles(root, []);
    for (const { files, findings } of [withoutGit, withGit]) {
      expect(files).toBe(2);
      expect(findings.map(({ path, line, kind }) => ({ path, line, kind }))).toEqual([
        { path: "docs/setup.md", line: 1, kind: "AWS access key" },
      ]);
    }
  });

  it("leaves ignored files, lockfiles and binaries alone", () => {
    spawnSync("git", ["init", "--quiet"], { cwd: root });
    write(".gitignore", "docs/\n");
    write("package-lock.json", `token: ${random}`);
    write("picture.bin", Buffer.concat([Buffer.from([0]), Buffer.from(planted["AWS access key"])]));
    expect(scanFiles(root, []).findings).toEqual([]);
  });

  it("accepts an allowed finding in its file only", () => {
    const [finding] = scanFiles(root, []).findings;
    const allowed = [{ path: "docs/setup.md", hash: finding?.hash ?? "", reason: "made up" }];
    expect(scanFiles(root, allowed).findings).toEqual([]);
    write("src/copy.ts", planted["AWS access key"]);
    expect(scanFiles(root, allowed).findings.map(({ path }) => path)).toEqual(["src/copy.ts"]);
  });
});
