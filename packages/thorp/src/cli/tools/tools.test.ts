import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import type { EngineOptions } from "../../engine/engine-options.ts";
import { createRecordingTool } from "../../testing/recording-tool.ts";
import type { Tool } from "../../tools/tool.ts";
import type { ToolSource } from "../../tools/tool-source.ts";
import { runCli } from "../run-cli.ts";
import { testingSurroundings } from "../testing-thorp.ts";

let cwd: string;
let words: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "thorp-tools-"));
  words = "Finds a book.";
});

const source: ToolSource = {
  id: "api:books",
  kind: "api",
  title: "Books",
  async load() {
    const { tool } = createRecordingTool({ name: "find_book" });
    const needs: Tool["needs"] = [
      { kind: "key", env: "BOOKS_KEY", isOptional: false, where: "https://books.example/keys" },
      { kind: "setting", env: "CONTACT_EMAIL", isOptional: true, what: "your address" },
    ];
    const terms = {
      provider: "books",
      cacheMs: 60_000,
      training: "forbidden",
      attribution: "Books of the World",
    } as const;
    const found: Tool = { ...tool, description: words, needs, terms, evidence: "recalled", price: 10_000 };
    return { tools: [found], problems: [{ tool: "lend_book", message: "has no path.", hint: "Mend books.yaml:7." }] };
  },
};

async function run(...argv: string[]) {
  const openEngine = (options: EngineOptions = {}) => createEngine({ ...options, toolSources: [source] });
  const surroundings = { ...testingSurroundings({ cwd }), openEngine };
  const code = await runCli([...argv, "--data-dir", join(cwd, "data")], surroundings);
  return { code, out: surroundings.stdout.text, err: surroundings.stderr.text };
}

it("lists tools with their state, what is missing, and what is wrong with their source", async () => {
  const { code, out } = await run("tools");
  expect(code).toBe(0);
  expect(out).toMatch(/^calculate +calculation +built-in +none +ready +0 /m);
  expect(out).toMatch(/^find_book +\S+ +api:books +\S+ +lacking +BOOKS_KEY, \(CONTACT_EMAIL\) +0 /m);
  expect(out).toContain("api:books: has no path. Mend books.yaml:7.\n");
  const json = JSON.parse((await run("tools", "list", "--json")).out) as readonly { readonly name: string }[];
  expect(json.find(({ name }) => name === "find_book")).toMatchObject({ status: "lacking", price: 0.01 });
});

it("shows one tool whole, and knows what a wrong name was meant to be", async () => {
  const { out } = await run("tools", "show", "api:books/find_book");
  expect(out).toContain("BOOKS_KEY (key): missing; https://books.example/keys");
  expect(out).toContain("CONTACT_EMAIL (setting): not there, works without; your address");
  expect(out).toMatch(/kept for +1 min\n +training +forbidden\n +credit +Books of the World/);
  const wrong = await run("tools", "show", "find_bok");
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain("There is no tool find_bok. Did you mean find_book?");
});

it("trusts a tool that has changed, once it is told to", async () => {
  expect((await run("tools", "trust", "find_book")).out).toBe("Trusted as they are now: find_book.\n");
  words = "Finds a book and buys it.";
  const changed = await run("tools");
  expect(changed.out).toMatch(/^find_book .* changed /m);
  expect(changed.out).toContain("not offered: find_book. `thorp tools show NAME`, then `thorp tools trust NAME`.");
  expect((await run("tools", "trust", "api:books")).code).toBe(0);
  expect((await run("tools")).out).toMatch(/^find_book .* lacking /m);
  expect((await run("tools", "trust", "nothing_at_all")).err).toContain("There is no tool or source nothing_at_all.");
});

it("writes a page for each tool, and takes away those of tools that are gone", async () => {
  const dir = join(cwd, "docs", "tools");
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "gone_tool.md"), "old");
  writeFileSync(join(dir, "notes.txt"), "mine");
  expect((await run("tools", "docs")).code).toBe(0);
  const page = readFileSync(join(dir, "find_book.md"), "utf8");
  expect(page).toContain("- Needs `BOOKS_KEY`: https://books.example/keys\n- Can use `CONTACT_EMAIL`: your address");
  expect(page).toContain("Described from memory. Only `thorp tools check --live` shows that it works.");
  expect(readFileSync(join(dir, "README.md"), "utf8")).toContain("| [find_book](find_book.md) |");
  expect(existsSync(join(dir, "gone_tool.md"))).toBe(false);
  expect(readFileSync(join(dir, "notes.txt"), "utf8")).toBe("mine");
});
