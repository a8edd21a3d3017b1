import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { errorTable } from "../../packages/thorp/src/base/errors.ts";
import { readGuide, withOutputs } from "./read-guide.ts";
import { runGuide } from "./run-guide.ts";

const folder = fileURLToPath(new URL("../../docs/guides/", import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
const pageOf = (name: string): string => readFileSync(folder + name, "utf8");

describe("a guide does what it says (else look, then `npm run docs:guides`)", () => {
  it.each(names)("%s", async (name) => expect(await runGuide(pageOf(name))).toBe(pageOf(name)), 60_000);
});

it("tries something in every guide that tells how to do something", () => {
  const tried = names.filter((name) => readGuide(pageOf(name)).some((step) => step.kind === "run"));
  expect(tried.length).toBeGreaterThan(4);
});

it("explains every error code", () => {
  const page = pageOf("troubleshooting.md");
  const explained = new Set([...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code));
  expect(explained).toEqual(new Set(Object.keys(errorTable)));
});

describe("readGuide", () => {
  const page = [
    "Words.",
    "<!-- serve: ollama vllm -->",
    '<!-- replies: [{"text":"Hi"}] -->',
    "```yaml file=thorp.yaml",
    "team: alma",
    "```",
    "```sh",
    "$ not carried out",
    "```",
    "```console run",
    "$ thorp one",
    "first",
    "",
    "third",
    "$ thorp two",
    "```",
    "```ts file+=a.ts",
    "b;",
    "```",
  ].join("\n");

  it("finds what is to be done, in order", () => {
    expect(readGuide(page)).toEqual([
      { kind: "serve", line: 2, providers: ["ollama", "vllm"] },
      { kind: "replies", line: 3, replies: [{ text: "Hi" }] },
      { kind: "file", line: 4, path: "thorp.yaml", text: "team: alma\n", appends: false },
      {
        kind: "run",
        line: 10,
        commands: [
          { command: "thorp one", output: "first\n\nthird" },
          { command: "thorp two", output: "" },
        ],
      },
      { kind: "file", line: 17, path: "a.ts", text: "b;\n", appends: true },
    ]);
  });

  it("puts outputs in the place of the old ones", () => {
    expect(withOutputs(page, ["first\n\nthird", ""])).toBe(page);
    const changed = withOutputs(page, ["", "new\nlines"]);
    expect(changed).toContain("```console run\n$ thorp one\n$ thorp two\nnew\nlines\n```\n```ts");
  });

  it("does not overlook a block that never ends", () => {
    expect(() => readGuide("```console run\n$ thorp one\n")).toThrow("line 1 is not closed");
  });
});
