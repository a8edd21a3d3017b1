import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createToolContext } from "../context/tool-context.ts";
import { createEditFileTool } from "./edit-file-tool.ts";

const tool = createEditFileTool();
let workspace: string;
let calls = 0;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), "edit-file-"));
  await writeFile(join(workspace, "a.ts"), "one\ntwo\nthree\n");
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

const edit = (input: object, key = `run_1//tool-${++calls}.1`) =>
  tool.execute(
    tool.input.parse({ path: "a.ts", ...input }),
    createToolContext({
      clock: createSystemClock(),
      timeZone: "UTC",
      signal: new AbortController().signal,
      key,
      workspace,
      out: join(workspace, "out"),
      guardedFetch: async () => {
        throw new Error("no network here");
      },
    }),
  );
const content = (name = "a.ts") => readFile(join(workspace, name), "utf8");

describe("edit_file", () => {
  it("shows lines with their numbers", async () => {
    expect(await edit({ action: "view", line: 2, lines: 1 })).toMatchObject({
      ok: true,
      text: "a.ts, lines 2 to 2 of 3:\n2\ttwo",
      labels: ["workspace:a.ts"],
    });
  });

  it("changes one clear place, and takes it back as often as it was changed", async () => {
    expect(await edit({ action: "replace", find: "two", text: "2" })).toMatchObject({
      ok: true,
      text: "Changed a.ts, line 2.",
    });
    expect(await edit({ action: "insert", line: 3, text: "four" })).toMatchObject({ ok: true });
    expect(await content()).toBe("one\n2\nthree\nfour\n");
    await edit({ action: "undo" });
    expect(await content()).toBe("one\n2\nthree\n");
    await edit({ action: "undo" });
    expect(await content()).toBe("one\ntwo\nthree\n");
    expect(await edit({ action: "undo" })).toMatchObject({ ok: false, text: expect.stringContaining("No edit") });
  });

  it("takes away a file that it made, but nothing that was changed since", async () => {
    await edit({ action: "create", path: "new/b.ts", text: "x" });
    expect(await content("new/b.ts")).toBe("x");
    await edit({ action: "undo", path: "new/b.ts" });
    await expect(stat(join(workspace, "new/b.ts"))).rejects.toThrow("ENOENT");
    await edit({ action: "replace", find: "one", text: "1" });
    await writeFile(join(workspace, "a.ts"), "by hand\n");
    expect(await edit({ action: "undo" })).toMatchObject({ ok: false, text: expect.stringContaining("changed since") });
    expect(await content()).toBe("by hand\n");
  });

  it("changes nothing more when the same call is repeated after a crash", async () => {
    const input = { action: "insert", line: 0, text: "zero" };
    await edit(input, "run_1//same");
    expect(await edit(input, "run_1//same")).toMatchObject({ ok: true });
    expect(await content()).toBe("zero\none\ntwo\nthree\n");
    await edit({ action: "undo" }, "run_1//back");
    expect(await edit({ action: "undo" }, "run_1//back")).toMatchObject({ ok: true });
    expect(await content()).toBe("one\ntwo\nthree\n");
  });

  it("says where it is unclear or nearly right, and leaves the file alone", async () => {
    await writeFile(join(workspace, "a.ts"), "  same\nsame\n");
    const unclear = await edit({ action: "replace", find: "same", text: "x" });
    expect(unclear).toMatchObject({ ok: false, text: expect.stringContaining("on lines 1 and 2") });
    const near = await edit({ action: "replace", find: "same \n", text: "x" });
    expect(near).toMatchObject({ ok: false, text: expect.stringContaining("but for its spaces") });
    expect(await content()).toBe("  same\nsame\n");
  });

  it("keeps line ends of Windows, and the rights of the file", async () => {
    await writeFile(join(workspace, "a.ts"), "one\r\ntwo\r\nthree\r\n");
    await chmod(join(workspace, "a.ts"), 0o755);
    await edit({ action: "replace", find: "one\ntwo", text: "1\n2" });
    expect(await content()).toBe("1\r\n2\r\nthree\r\n");
    expect((await stat(join(workspace, "a.ts"))).mode & 0o777).toBe(0o755);
  });

  it("edits no bytes that are no text", async () => {
    await mkdir(join(workspace, "out"), { recursive: true });
    await writeFile(join(workspace, "a.ts"), new Uint8Array([0xff, 0xfe, 0]));
    expect(await edit({ action: "insert", line: 0, text: "x" })).toMatchObject({ ok: false });
  });

  it("shows who is asked what would change, from the arguments", () => {
    const described = tool.describe(
      { action: "replace", path: "a.ts", find: "port = 1\n", text: "port = 2\n" },
      { workspace: "/w", out: "/w/out" },
    );
    expect(described).toMatchObject({ effect: "write", paths: ["/w/a.ts"], diff: "- port = 1\n+ port = 2" });
    const long = tool.describe(
      { action: "create", path: "b", text: "x\n".repeat(500) },
      { workspace: "/w", out: "/w/out" },
    );
    expect(long.diff).toContain("… and 440 more lines");
    const near = { action: "replace", path: "a.ts", find: "a\nb\nc\nd\nold\n", text: "a\nb\nc\nd\nnew\n" };
    expect(tool.describe(near, { workspace: "/w", out: "/w/out" }).diff).toBe("…\n  c\n  d\n- old\n+ new");
  });
});
