import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FloorRules, findBreach, sourcePath } from "./floor-rules.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const rules: FloorRules = JSON.parse(readFileSync(new URL("floors.json", import.meta.url), "utf8"));

/** The verdict on a value import, unless told otherwise. */
function verdict(from: string, specifier: string, typesOnly = false): string | undefined {
  return findBreach(rules, { from, specifier, typesOnly });
}

describe("findBreach", () => {
  const allowed: [from: string, specifier: string, typesOnly?: boolean][] = [
    ["gateway/call-model.ts", "../routing/choose-model.ts"],
    ["gateway/call-model.ts", "./queue.ts"],
    ["base/json.ts", "../wire/plan.ts"],
    ["base/json.ts", "node:crypto"],
    ["storage/store.ts", "../events/event.ts", true],
    ["tools/documents/read-pdf.ts", "unpdf"],
    ["tools/data/parse-table.ts", "csv-parse/sync"],
    ["observer/watch.ts", "../events/event.ts"],
    ["engine/create-engine.ts", "../storage/sqlite/open-store.ts"],
    ["engine/create-engine.ts", "../runtime/embedded/run-context.ts"],
    ["storage/open.ts", "./sqlite/open-store.ts"],
    ["server/serve.ts", "../engine/create-engine.ts"],
    ["testing/fake-store.ts", "../storage/store.ts"],
    ["cli/main.ts", "../server/serve.ts"],
    ["index.ts", "./engine/create-engine.ts"],
  ];
  it.each(allowed)("allows %s to import %s", (from, specifier, typesOnly) => {
    expect(verdict(from, specifier, typesOnly)).toBeUndefined();
  });

  const forbidden: [from: string, specifier: string, rule: string][] = [
    ["gateway/call-model.ts", "../agents/team.ts", "floors: gateway (floor 3) may not import agents (floor 4)"],
    ["memory/recall.ts", "../routing/choose-model.ts", "floors: memory (floor 2) may not import routing (floor 2)"],
    ["wire/plan.ts", "../base/json.ts", "floors: wire (floor 0) may not import base (floor 0)"],
    ["runtime/embedded/x.ts", "../../engine/create-engine.ts", "floors: runtime"],
    ["storage/store.ts", "../events/event.ts", "types only: storage"],
    ["wire/plan.ts", "node:crypto", "browser room: wire"],
    ["base/json.ts", "zod", "packages: base may not import zod"],
    ["gateway/call-model.ts", "@ai-sdk/openai/internal", "packages: gateway may not import @ai-sdk/openai;"],
    ["observer/watch.ts", "../agents/team.ts", "narrow room: observer"],
    ["server/serve.ts", "../storage/sqlite/open-store.ts", "narrow room: server"],
    ["orchestration/run.ts", "../models/ollama/adapter.ts", "implementations: models/ollama/adapter.ts"],
    ["cli/main.ts", "../testing/fake-store.ts", "closed room: testing"],
    ["attic/x.ts", "../base/json.ts", "unknown room: attic/x.ts"],
    ["base/json.ts", "../attic/x.ts", "unknown room: attic/x.ts"],
    ["base/json.ts", "../../package.json", "source root: ../../package.json"],
  ];
  it.each(forbidden)("forbids %s to import %s", (from, specifier, rule) => {
    expect(verdict(from, specifier)).toContain(rule);
  });
});

describe("sourcePath", () => {
  it("finds the path under the source root", () => {
    expect(sourcePath(rules, "/home/me/thorp/packages/thorp/src/base/json.ts")).toBe("base/json.ts");
    expect(sourcePath(rules, "C:\\thorp\\packages\\thorp\\src\\base\\json.ts")).toBe("base/json.ts");
  });

  it("leaves tests and other folders alone", () => {
    expect(sourcePath(rules, "/thorp/packages/thorp/src/base/json.test.ts")).toBeUndefined();
    expect(sourcePath(rules, "/thorp/tools/floors/floor-rules.ts")).toBeUndefined();
  });
});

it("knows every folder of the source", () => {
  const folders = readdirSync(join(repository, rules.root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(folders.filter((folder) => rules.rooms[folder] === undefined)).toEqual([]);
});

it("names only seams whose rooms exist and packages that are installed", () => {
  const manifest = JSON.parse(readFileSync(join(repository, "packages/thorp/package.json"), "utf8"));
  const named = new Set(Object.values(rules.rooms).flatMap((room) => room.packages ?? []));
  expect([...named].filter((name) => !(name in manifest.dependencies))).toEqual([]);
  expect(rules.seams.filter((seam) => !existsSync(join(repository, rules.root, seam)))).toEqual([]);
});

describe("the lint rule", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thorp-floors-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  function lint(cwd: string, args: string[]) {
    const bin = join(repository, "node_modules/oxlint/bin/oxlint");
    const { stdout } = spawnSync(process.execPath, [bin, "--format", "json", ...args], { cwd, encoding: "utf8" });
    const report: { diagnostics: { message: string; code: string }[]; number_of_files: number } = JSON.parse(stdout);
    return report;
  }

  const onlyFloors = {
    categories: { correctness: "off" },
    jsPlugins: [join(repository, "tools/floors/floors-plugin.ts")],
    rules: { "floors/imports": "error" },
  };

  it("reports each form of a forbidden import, and only those", () => {
    write(".oxlintrc.json", JSON.stringify(onlyFloors));
    write(
      "packages/thorp/src/base/good.ts",
      'import { createHash } from "node:crypto";\nexport const hash = createHash;\n',
    );
    write(
      "packages/thorp/src/gateway/bad.ts",
      [
        'import { a } from "../engine/a.ts";',
        'import type { B } from "../agents/b.ts";',
        'export { c } from "../cli/c.ts";',
        'export * from "../server/d.ts";',
        'export const e = import("../orchestration/e.ts");',
        'export type F = import("../runtime/f.ts").F;',
        "export const g: B = a;",
      ].join("\n"),
    );
    write("packages/thorp/src/gateway/free.test.ts", 'import { a } from "../engine/a.ts";\nexport const b = a;\n');
    const report = lint(folder, ["."]);
    expect(report.diagnostics.map((found) => found.message.replace(/ may not.*import/, " ->"))).toEqual([
      "floors: gateway (floor 3) -> engine (floor 6); only lower floors.",
      "floors: gateway (floor 3) -> agents (floor 4); only lower floors.",
      "floors: gateway (floor 3) -> cli (floor 8); only lower floors.",
      "floors: gateway (floor 3) -> server (floor 7); only lower floors.",
      "floors: gateway (floor 3) -> orchestration (floor 5); only lower floors.",
      "floors: gateway (floor 3) -> runtime (floor 6); only lower floors.",
    ]);
    expect(report.number_of_files).toBe(3);
  });

  it("is switched on in the repository and sees its source", () => {
    const config = JSON.parse(readFileSync(join(repository, ".oxlintrc.json"), "utf8"));
    expect(config.rules["floors/imports"]).toBe("error");
    expect(config.jsPlugins).toContain("./tools/floors/floors-plugin.ts");
    write("only-floors.json", JSON.stringify(onlyFloors));
    const report = lint(repository, ["--config", join(folder, "only-floors.json"), rules.root]);
    expect(report.number_of_files).toBeGreaterThan(20);
  });
});
