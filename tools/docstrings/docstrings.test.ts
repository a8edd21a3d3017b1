import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const source = "packages/thorp/src";
const onlyDocstrings = {
  categories: { correctness: "off" },
  jsPlugins: [join(repository, "tools/docstrings/docstrings-plugin.ts")],
  rules: { "docstrings/exports": "error" },
};

describe("the lint rule", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thorp-docstrings-"));
    write(".oxlintrc.json", JSON.stringify(onlyDocstrings));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  function lint(cwd: string, args: readonly string[]) {
    const bin = join(repository, "node_modules/oxlint/bin/oxlint");
    const { stdout } = spawnSync(process.execPath, [bin, "--format", "json", ...args], { cwd, encoding: "utf8" });
    const report: { diagnostics: { message: string }[]; number_of_files: number } = JSON.parse(stdout);
    return report;
  }

  /** What is reported of one file: `function f`. */
  function faults(text: string, path = `${source}/base/x.ts`): string[] {
    write(path, text);
    return lint(folder, ["."]).diagnostics.map(({ message }) => message.replace(/^.*exported (\w+ \w+) .*$/, "$1"));
  }

  it("reports every kind of declaration that says nothing", () => {
    const text = [
      "/** The file. */",
      'import { a } from "./a.ts";',
      "export function f(): void {}",
      "export async function* g(): AsyncGenerator<number> {}",
      "export interface I {}",
      "// Not a docstring.",
      "export type T = string;",
      "/* Nor is this. */",
      "export const c = a;",
      "export class K {}",
    ].join("\n");
    expect(faults(text)).toEqual(["function f", "function g", "interface I", "type T", "const c", "class K"]);
  });

  it("does not take the comment of the file for that of its first declaration", () => {
    expect(faults("/** The file. */\nexport const c = 1;\n")).toEqual(["const c"]);
    expect(faults("/** The file. */\n\n/** What c promises. */\nexport const c = 1;\n")).toEqual([]);
  });

  it("leaves re-exports, further overloads and what is not exported alone", () => {
    const text = [
      'export { a } from "./a.ts";',
      'export type { B } from "./b.ts";',
      "/** Once for all its forms. */",
      "export function f(x: string): string;",
      "export function f(x: number): number;",
      "export function f(x: unknown): unknown { return x; }",
      "const c = 1;",
      "export { c };",
    ].join("\n");
    expect(faults(text)).toEqual([]);
  });

  it("wants one docstring for a type and the schema or list beside it", () => {
    const pairs =
      'const z = 1;\nexport const planSchema = z;\nexport type Plan = typeof z;\nexport const kinds = ["a"];\n';
    expect(faults(`${pairs}/** What a kind is. */\nexport type Kind = string;\n`)).toEqual([
      "const planSchema",
      "type Plan",
    ]);
    expect(
      faults(`${pairs.replace("export type", "/** A plan. */\nexport type")}export type Kind = string;\n`),
    ).toEqual(["const kinds", "type Kind"]);
  });

  it.each(["base/x.test.ts", "base/test-x.ts", "cli/testing-x.ts", "base/fixture-x.ts"])("leaves %s alone", (path) => {
    expect(faults("export const c = 1;\n", `${source}/${path}`)).toEqual([]);
  });

  it("leaves other folders alone", () => {
    expect(faults("export const c = 1;\n", "tools/x.ts")).toEqual([]);
  });

  it("is switched on in the repository and sees its source", () => {
    const config = JSON.parse(readFileSync(join(repository, ".oxlintrc.json"), "utf8"));
    expect(config.rules["docstrings/exports"]).toBe("error");
    expect(config.jsPlugins).toContain("./tools/docstrings/docstrings-plugin.ts");
    write("only-docstrings.json", JSON.stringify(onlyDocstrings));
    const report = lint(repository, ["--config", join(folder, "only-docstrings.json"), source]);
    expect(report.number_of_files).toBeGreaterThan(20);
    expect(report.diagnostics).toEqual([]);
  });
});
