import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isInside, type PathRoots, resolvePath } from "./resolve-path.ts";

let base: string;
let roots: PathRoots;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "thorp-path-")));
  roots = { workspace: join(base, "work"), out: join(base, "out") };
  await mkdir(join(roots.workspace, "notes"), { recursive: true });
  await writeFile(join(roots.workspace, "notes/a.md"), "a");
  await writeFile(join(base, "secret.txt"), "secret");
  await mkdir(join(base, "work-other"));
  await writeFile(join(base, "work-other/b.txt"), "b");
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe("reading", () => {
  it.each(["notes/a.md", "./notes/a.md", "notes/../notes/a.md", "notes//a.md"])("takes %s", async (path) => {
    expect(await resolvePath(roots, path)).toBe(join(roots.workspace, "notes/a.md"));
  });

  it("takes an absolute path inside, and links that stay inside", async () => {
    const inside = join(roots.workspace, "notes/a.md");
    expect(await resolvePath(roots, inside)).toBe(inside);
    await symlink("notes/a.md", join(roots.workspace, "link.md"));
    expect(await resolvePath(roots, "link.md")).toBe(inside);
  });

  it("looks in the out folder for what the workspace does not have", async () => {
    await mkdir(roots.out);
    await writeFile(join(roots.out, "table.csv"), "x");
    expect(await resolvePath(roots, "table.csv")).toBe(join(roots.out, "table.csv"));
    expect(await resolvePath(roots, join(roots.out, "table.csv"))).toBe(join(roots.out, "table.csv"));
  });

  it("works when the workspace itself is reached through a link", async () => {
    await symlink(roots.workspace, join(base, "alias"));
    const path = await resolvePath({ ...roots, workspace: join(base, "alias") }, "notes/a.md");
    expect(path).toBe(join(roots.workspace, "notes/a.md"));
  });

  it.each([
    "../secret.txt",
    "notes/../../secret.txt",
    "/etc/passwd",
    "/",
    "..",
    "../work-other/b.txt",
    "../nothing-there",
  ])("refuses %s", async (path) => {
    await expect(resolvePath(roots, path)).rejects.toMatchObject({ code: "outside-workspace" });
  });

  it("refuses links that leave, to files, to folders and through several steps", async () => {
    await symlink("../secret.txt", join(roots.workspace, "one"));
    await symlink(base, join(roots.workspace, "up"));
    await symlink("one", join(roots.workspace, "two"));
    for (const path of ["one", "two", "up/secret.txt", "up/work-other/b.txt"]) {
      await expect(resolvePath(roots, path)).rejects.toMatchObject({ code: "outside-workspace" });
    }
  });

  it("says what is wrong with a path that cannot be", async () => {
    await symlink("loop", join(roots.workspace, "loop"));
    const cases = [
      ["", /empty/],
      ["   ", /empty/],
      ["a\0b", /NUL/],
      ["x".repeat(5000), /longer/],
      ["y".repeat(300), /too long/],
      ["notes/a.md/deeper", /not a folder/],
      ["loop", /circle/],
    ] as const;
    for (const [path, words] of cases) {
      await expect(resolvePath(roots, path)).rejects.toMatchObject({
        code: "tool-input",
        message: expect.stringMatching(words),
      });
    }
  });

  it("suggests the file that was meant", async () => {
    await expect(resolvePath(roots, "notes/b.md")).rejects.toThrow('Did you mean "notes/a.md"?');
  });

  it("keeps control characters of a path out of its message", async () => {
    await expect(resolvePath(roots, "no\u001b[31m\nsuch")).rejects.toThrow('"no?[31m?such"');
  });
});

describe("writing", () => {
  const writing = { forWriting: true };

  it("takes what does not exist yet, folders included", async () => {
    expect(await resolvePath(roots, "new/deep/file.md", writing)).toBe(join(roots.workspace, "new/deep/file.md"));
    expect(await resolvePath(roots, join(roots.out, "x/y.csv"), writing)).toBe(join(roots.out, "x/y.csv"));
  });

  it("refuses new files outside, behind links that leave, and behind links to nowhere", async () => {
    await symlink(base, join(roots.workspace, "up"));
    await symlink("/nowhere/at/all", join(roots.workspace, "dangling"));
    for (const path of [
      "../new.txt",
      "/tmp/elsewhere.txt",
      "up/new.txt",
      "up/new/deep.txt",
      "dangling",
      "dangling/x",
    ]) {
      await expect(resolvePath(roots, path, writing)).rejects.toMatchObject({ code: "outside-workspace" });
    }
  });

  it.each([".git/hooks/pre-commit", "sub/.git/config", ".GIT/config"])("refuses %s", async (path) => {
    await expect(resolvePath(roots, path, writing)).rejects.toThrow(/\.git/);
  });
});

it("isInside knows siblings with a common beginning", () => {
  expect(isInside("/a/work", "/a/work/x")).toBe(true);
  expect(isInside("/a/work", "/a/work")).toBe(true);
  expect(isInside("/a/work", "/a/work-other")).toBe(false);
  expect(isInside("/a/work", "/a/work/..x")).toBe(true);
  expect(isInside("/a/work", "/a")).toBe(false);
  expect(isInside("/", "/etc")).toBe(true);
});
