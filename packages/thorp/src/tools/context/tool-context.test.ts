import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { artifactId, createToolContext, type ToolContextOptions } from "./tool-context.ts";

let base: string;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "thorp-context-")));
  await mkdir(join(base, "work"));
  await writeFile(join(base, "work/a.txt"), "0123456789");
});
afterEach(() => rm(base, { recursive: true, force: true }));

const contextWith = (options: Partial<ToolContextOptions> = {}) =>
  createToolContext({
    clock: createSystemClock(),
    timeZone: "UTC",
    signal: new AbortController().signal,
    key: "run_1/t1/2",
    workspace: join(base, "work"),
    out: join(base, "out"),
    guardedFetch: async (url) => ({ url, status: 200, mediaType: "text/plain", bytes: new Uint8Array(), headers: {} }),
    ...options,
  });

describe("readFile", () => {
  it("reads a file up to its limit, exactly", async () => {
    const context = contextWith();
    expect(Buffer.from(await context.readFile("a.txt")).toString()).toBe("0123456789");
    expect(await context.readFile("a.txt", { maxBytes: 10 })).toHaveLength(10);
    await expect(context.readFile("a.txt", { maxBytes: 9 })).rejects.toMatchObject({ code: "input-too-large" });
  });

  it("refuses folders, pipes, devices and what is outside", async () => {
    const context = contextWith();
    await mkdir(join(base, "work/folder"));
    await expect(context.readFile("folder")).rejects.toThrow(/is a folder/);
    // A pipe without a writer would block an ordinary open for ever.
    const makePipe = "mkfifo";
    expect(spawnSync(makePipe, [join(base, "work/pipe")]).status).toBe(0);
    await expect(context.readFile("pipe")).rejects.toThrow(/not a regular file/);
    await symlink("/dev/zero", join(base, "work/zero"));
    await expect(context.readFile("zero")).rejects.toMatchObject({ code: "outside-workspace" });
    await expect(context.readFile("/dev/zero")).rejects.toMatchObject({ code: "outside-workspace" });
  });

  it("reads attachments by name, and suggests the one that was meant", async () => {
    const context = contextWith({ attachments: new Map([["Sales.csv", async () => new Uint8Array(5)]]) });
    expect(await context.readFile("attachment:Sales.csv")).toHaveLength(5);
    await expect(context.readFile("attachment:Sales.csv", { maxBytes: 4 })).rejects.toMatchObject({
      code: "input-too-large",
    });
    await expect(context.readFile("attachment:sale.csv")).rejects.toThrow('Did you mean "attachment:Sales.csv"?');
    await expect(contextWith().readFile("attachment:../a.txt")).rejects.toMatchObject({ code: "tool-input" });
  });
});

describe("createFile", () => {
  const file = { name: "t.csv", title: "Table", mediaType: "text/csv" };

  it("gives artifacts with ids that are unique in the call and stable over a repetition", async () => {
    const context = contextWith();
    const first = await context.createFile({ ...file, bytes: "ä" });
    expect(first).toEqual({
      id: "t1.2.a1",
      title: "Table",
      mediaType: "text/csv",
      bytes: 2,
      file: join(base, "out/t.csv"),
    });
    expect((await context.createFile({ ...file, name: "t.html", bytes: "b" })).id).toBe("t1.2.a2");
    expect((await context.createFile({ ...file, bytes: "ä" })).id).toBe("t1.2.a1");
    const again = contextWith();
    expect(await again.createFile({ ...file, bytes: "ä" })).toEqual(first);
    expect((await contextWith({ key: "run_1/t2/1" }).createFile({ ...file, bytes: "ä" })).file).toBe(
      join(base, "out/t-2.csv"),
    );
  });

  it("numbers artifacts of keys without a path too", () => {
    expect(artifactId("k", 1)).toBe("k.a1");
    expect(artifactId("run/t1/s2/3", 4)).toBe("t1.s2.3.a4");
  });
});

it("hands the call's signal to the fetch, and stops when it is aborted", async () => {
  const stop = new AbortController();
  let given: AbortSignal | undefined;
  const context = contextWith({
    signal: stop.signal,
    guardedFetch: async (url, options) => {
      given = options?.signal;
      return { url, status: 200, mediaType: "text/plain", bytes: new Uint8Array(options?.maxBytes ?? 0), headers: {} };
    },
  });
  expect((await context.fetchPage("http://x.example/", { maxBytes: 7 })).bytes).toHaveLength(7);
  expect(given).toBe(stop.signal);
  stop.abort(new Error("stop"));
  await expect(context.readFile("a.txt")).rejects.toThrow("stop");
  await expect(context.createFile({ name: "x", title: "x", mediaType: "text/plain", bytes: "" })).rejects.toThrow(
    "stop",
  );
});

it("knows no results and says nothing unless it is given where", async () => {
  const said: string[] = [];
  expect(await contextWith().readResult("t1")).toBeUndefined();
  contextWith().progress("into the void");
  const context = contextWith({
    progress: (text) => said.push(text),
    readResult: async (id) => ({ text: id, artifacts: [] }),
  });
  context.progress("half");
  expect([said, (await context.readResult("t1"))?.text]).toEqual([["half"], "t1"]);
});
