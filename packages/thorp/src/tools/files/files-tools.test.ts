import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createToolContext, type ToolContextOptions } from "../context/tool-context.ts";
import type { ToolContext } from "../tool.ts";
import { createListFilesTool } from "./list-files-tool.ts";
import { createReadFileTool } from "./read-file-tool.ts";
import { createSearchFilesTool } from "./search-files-tool.ts";
import { createWriteFileTool } from "./write-file-tool.ts";

let base: string;
let work: string;
const at = (...parts: string[]) => join(work, ...parts);
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "thorp-files-")));
  work = join(base, "work");
  await mkdir(at("notes/deep"), { recursive: true });
  await mkdir(at("node_modules/x"), { recursive: true });
  await mkdir(at(".git"));
  await writeFile(at("a.csv"), "x,y\n1,2\n");
  await writeFile(at("notes/Plan.md"), "# Plan\nBuy milk\nCall the BANK today\n");
  await writeFile(at("notes/deep/old.md"), "nothing about banks");
  await writeFile(at("node_modules/x/bank.md"), "bank");
  await writeFile(at(".git/config"), "bank");
  await writeFile(join(base, "outside.md"), "bank secrets");
  await symlink("../outside.md", at("leak.md"));
  await symlink(base, at("up"));
  await symlink("Plan.md", at("notes/alias.md"));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const contextWith = (options: Partial<ToolContextOptions> = {}): ToolContext =>
  createToolContext({
    clock: createSystemClock(),
    timeZone: "UTC",
    signal: new AbortController().signal,
    key: "run/t1/1",
    workspace: work,
    out: at("out"),
    guardedFetch: () => Promise.reject(new Error("no network")),
    ...options,
  });

describe("list_files", () => {
  type Given = Parameters<ReturnType<typeof createListFilesTool>["execute"]>[0];
  const list = async (given: Given = {}) => createListFilesTool().execute(given, contextWith());
  const paths = async (given: Given = {}) => {
    const output = await list(given);
    return output.ok
      ? (output.data as unknown as { files: { path: string }[] }).files.map(({ path }) => path)
      : output.text;
  };

  it("puts first what is asked for", async () => {
    await utimes(at("notes/deep/old.md"), 1, 86_400);
    expect((await list({ first: "largest" })).text).toMatch(
      /^4 files in the workspace, largest first:\n- notes\/Plan.md \(36 bytes\)\n- notes\/alias.md/,
    );
    expect(((await paths({ first: "smallest" })) as string[])[0]).toBe("a.csv");
    expect((await list({ first: "oldest" })).text).toContain(
      "oldest first:\n- notes/deep/old.md (19 bytes, 1970-01-02 00:00)",
    );
    expect(((await paths({ first: "newest" })) as string[]).at(-1)).toBe("notes/deep/old.md");
  });

  it("lists what may be read, links inside included, machine folders and links outside not", async () => {
    expect(await paths()).toEqual(["a.csv", "notes/Plan.md", "notes/alias.md", "notes/deep/old.md"]);
    expect((await list()).text).toBe(
      "4 files in the workspace:\n- a.csv (8 bytes)\n- notes/Plan.md (36 bytes)\n- notes/alias.md (36 bytes)\n- notes/deep/old.md (19 bytes)",
    );
  });

  it("takes a folder and a pattern, and gives paths that other tools take", async () => {
    expect(await paths({ folder: "notes" })).toEqual(["notes/Plan.md", "notes/alias.md", "notes/deep/old.md"]);
    expect(await paths({ folder: "./notes/", pattern: "*LAN*" })).toEqual(["notes/Plan.md"]);
    expect(await paths({ pattern: "notes/*.md" })).toEqual(["notes/Plan.md", "notes/alias.md"]);
    expect(await paths({ folder: "notes", pattern: "notes/**/*.md" })).toEqual([
      "notes/Plan.md",
      "notes/alias.md",
      "notes/deep/old.md",
    ]);
    expect(await paths({ folder: "." })).toContain("a.csv");
    expect((await list({ pattern: "*.pdf" })).text).toBe("No files matching *.pdf in the workspace.");
  });

  it("refuses what is no folder or outside", async () => {
    expect(await list({ folder: "a.csv" })).toMatchObject({ ok: false, text: expect.stringContaining("is a file") });
    expect(await list({ folder: ".." })).toMatchObject({
      ok: false,
      text: expect.stringContaining("outside the workspace"),
    });
    expect(await list({ folder: "up" })).toMatchObject({ ok: false });
    expect(await list({ folder: "note" })).toMatchObject({
      ok: false,
      text: expect.stringContaining('Did you mean "notes"?'),
    });
  });

  it("shows 200 of many and counts all", async () => {
    await mkdir(at("many"));
    await Promise.all(Array.from({ length: 1200 }, (_, i) => writeFile(at("many", `f${i}.txt`), "")));
    const output = await list({ folder: "many" });
    expect(output.text.split("\n")).toHaveLength(202);
    expect(output).toMatchObject({ ok: true, data: { count: 1200, complete: false }, labels: ["workspace:many"] });
  });
});

describe("read_file", () => {
  const read = (given: { path: string; fromLine?: number; toLine?: number }, options?: Partial<ToolContextOptions>) =>
    createReadFileTool().execute(given, contextWith(options));

  it("numbers lines and names their origin", async () => {
    expect(await read({ path: "notes/Plan.md" })).toEqual({
      ok: true,
      text: "notes/Plan.md, 3 lines:\n1  # Plan\n2  Buy milk\n3  Call the BANK today",
      data: { path: "notes/Plan.md", fromLine: 1, toLine: 3, lines: 3 },
      sources: [{ title: "notes/Plan.md", location: "notes/Plan.md" }],
      labels: ["workspace:notes/Plan.md"],
    });
    expect((await read({ path: "notes/Plan.md", fromLine: 2, toLine: 2 })).text).toBe(
      "notes/Plan.md, lines 2 to 2 of 3:\n2  Buy milk",
    );
  });

  it("reads attachments, other encodings and line ends", async () => {
    const attachments = new Map([
      ["x.txt", async () => new Uint8Array(Buffer.from("\ufeffh\u00e9\r\nb\rc", "utf16le"))],
    ]);
    const output = await read({ path: "attachment:x.txt" }, { attachments });
    expect(output).toMatchObject({
      ok: true,
      text: "attachment:x.txt, 3 lines:\n1  h\u00e9\n2  b\n3  c",
      labels: ["attachment:x.txt"],
    });
    await writeFile(at("latin.txt"), Buffer.from("caf\u00e9", "latin1"));
    expect((await read({ path: "latin.txt" })).text).toContain("caf\u00e9");
    await writeFile(at("empty.txt"), "");
    expect((await read({ path: "empty.txt" })).text).toBe("empty.txt is empty.");
  });

  it("cuts long files and lines and says where to read on", async () => {
    await writeFile(at("long.log"), Array.from({ length: 5000 }, (_, i) => `line number ${i + 1}`).join("\n"));
    const first = await read({ path: "long.log" });
    expect(first.text.length).toBeLessThan(17_000);
    const next = Number(/fromLine (\d+)/.exec(first.text)?.[1]);
    const second = await read({ path: "long.log", fromLine: next });
    expect(second.text).toContain(`${next}  line number ${next}\n`);
    await writeFile(at("one.json"), "x".repeat(100_000));
    expect((await read({ path: "one.json" })).text).toMatch(/…? \(98000 more characters\)$/);
  });

  it.each([
    [{ path: "missing.md" }, /no file "missing.md"/],
    [{ path: "../outside.md" }, /outside the workspace/],
    [{ path: "leak.md" }, /outside the workspace/],
    [{ path: "notes" }, /is a folder/],
    [{ path: "a.csv", fromLine: 9 }, /has 2 lines; there is no line 9/],
    [{ path: "a.csv", fromLine: 2, toLine: 1 }, /is before/],
    [{ path: "pic.png" }, /image\/png/],
    [{ path: "doc.pdf" }, /Use read_document/],
    [{ path: "zeros" }, /is not a text file/],
    [{ path: "big.txt" }, /larger than 32 MiB/],
  ])("%j is refused in words", async (given, words) => {
    await writeFile(at("pic.png"), Buffer.from("89504e470d0a1a0a", "hex"));
    await writeFile(at("doc.pdf"), "%PDF-1.4\n");
    await writeFile(at("zeros"), Buffer.alloc(100));
    await writeFile(at("big.txt"), "");
    await truncate(at("big.txt"), 40 << 20);
    expect(await read(given)).toMatchObject({ ok: false, text: expect.stringMatching(words) });
  });
});

describe("search_files", () => {
  const search = (given: { text: string; folder?: string; pattern?: string }, options?: Partial<ToolContextOptions>) =>
    createSearchFilesTool().execute(given, contextWith(options));

  it("finds words without regard to case, only in files that may be read", async () => {
    expect(await search({ text: "bank" })).toEqual({
      ok: true,
      text: '3 matching lines in 3 files for "bank":\nnotes/Plan.md:3: Call the BANK today\nnotes/alias.md:3: Call the BANK today\nnotes/deep/old.md:1: nothing about banks',
      data: {
        matches: [
          { file: "notes/Plan.md", line: 3, text: "Call the BANK today" },
          { file: "notes/alias.md", line: 3, text: "Call the BANK today" },
          { file: "notes/deep/old.md", line: 1, text: "nothing about banks" },
        ],
        complete: true,
      },
      sources: ["notes/Plan.md", "notes/alias.md", "notes/deep/old.md"].map((path) => ({
        title: path,
        location: path,
      })),
      labels: ["workspace:notes/Plan.md", "workspace:notes/alias.md", "workspace:notes/deep/old.md"],
    });
    expect((await search({ text: "bank", folder: "notes/deep" })).text).toContain("notes/deep/old.md:1:");
    expect((await search({ text: "bank", pattern: "old*" })).text).toContain("1 matching line in 1 file");
    expect((await search({ text: "(((" })).text).toMatch(/^No line of the 4 text files searched contains "\(\(\("/);
  });

  it("names the documents that it could not search", async () => {
    await mkdir(at("papers"));
    for (const name of ["lease.pdf", "Offer.DOCX", "photo.png"]) await writeFile(at(`papers/${name}`), "%PDF\0");
    const note = "Not searched, use read_document with a question: papers/Offer.DOCX, papers/lease.pdf.";
    expect((await search({ text: "bank", folder: "papers" })).text).toBe(
      `No line of the 0 text files searched contains "bank".\n${note}`,
    );
    expect((await search({ text: "bank", pattern: "*.md" })).text).not.toContain("Not searched");
  });

  it("takes expressions", async () => {
    expect((await search({ text: "/^call .*bank/" })).text).toContain(
      "2 matching lines in 2 files for /^call .*bank/:",
    );
    expect(await search({ text: "/(/" })).toMatchObject({ ok: false, text: expect.stringContaining("cannot be read") });
    expect(await search({ text: "/a/z" })).toMatchObject({ ok: false });
  });

  it("stops an expression that backtracks for ever, and keeps answering meanwhile", async () => {
    await writeFile(at("evil.txt"), `${"a".repeat(60)}!`);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 20);
    const output = await search({ text: "/^(a+)+$/" });
    clearInterval(timer);
    expect(output).toMatchObject({ ok: false, text: expect.stringContaining("took longer than 2 s") });
    expect(ticks).toBeGreaterThan(20);
  });

  it("stops such an expression at an abort too", async () => {
    await writeFile(at("evil.txt"), `${"a".repeat(60)}!`);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    await expect(search({ text: "/^(a+)+$/" }, { signal: stop.signal })).rejects.toMatchObject({ code: "cancelled" });
  });

  it("cuts long lines around the match, and long lists", async () => {
    await writeFile(at("wide.txt"), `${"x ".repeat(5000)}needle ${"y ".repeat(5000)}`);
    await writeFile(at("many.txt"), "pin\n".repeat(1000));
    expect((await search({ text: "needle" })).text).toMatch(/wide.txt:1: …[x ]+needle [y ]+…$/);
    const many = await search({ text: "pin" });
    expect(many.text).toContain("… and 120 more matches");
    expect(many).toMatchObject({ data: { complete: false } });
  });
});

describe("write_file", () => {
  const tool = createWriteFileTool();
  const write = (
    given: { path: string; text: string; mode?: "create" | "replace" | "append" },
    options?: Partial<ToolContextOptions>,
  ) => tool.execute(given, contextWith(options));
  const text = (...parts: string[]) => readFile(at(...parts), "utf8");

  it("creates, folders included, and refuses what exists unless it is the same", async () => {
    expect(await write({ path: "new/deep/a.md", text: "h\u00e9" })).toEqual({
      ok: true,
      text: "Wrote 3 bytes to the new file new/deep/a.md.",
      data: { path: "new/deep/a.md", bytes: 3, mode: "create" },
      sources: [{ title: "new/deep/a.md", location: "new/deep/a.md" }],
    });
    expect(await write({ path: "new/deep/a.md", text: "h\u00e9" })).toMatchObject({ ok: true });
    expect(await write({ path: "new/deep/a.md", text: "other" })).toMatchObject({
      ok: false,
      text: expect.stringContaining("exists already"),
    });
    expect(await text("new/deep/a.md")).toBe("h\u00e9");
    expect(await readdir(at("new/deep"))).toEqual(["a.md"]);
  });

  it("shows what writing over a file changes, and looks at nothing outside", async () => {
    const preview = (given: object) => tool.preview?.(tool.input.parse(given), contextWith());
    const given = { path: "notes/Plan.md", text: "# Plan\nBuy bread\nCall the BANK today\n" };
    expect(await preview({ ...given, mode: "replace" })).toBe(
      "  # Plan\n- Buy milk\n+ Buy bread\n  Call the BANK today",
    );
    expect(await preview(given)).toBeUndefined();
    const same = { path: "notes/deep/old.md", text: "nothing about banks", mode: "replace" };
    expect(await preview(same)).toBe("… all lines stay as they are");
    await expect(preview({ ...given, path: "up/outside.md", mode: "replace" })).rejects.toMatchObject({
      code: "outside-workspace",
    });
  });

  it("replaces whole, and keeps the permissions", async () => {
    await chmod(at("a.csv"), 0o640);
    expect((await write({ path: "a.csv", text: "new", mode: "replace" })).text).toBe("Replaced a.csv with 3 bytes.");
    expect([await text("a.csv"), (await stat(at("a.csv"))).mode & 0o777]).toEqual(["new", 0o640]);
    expect((await write({ path: "b.csv", text: "", mode: "replace" })).text).toBe(
      "Wrote 0 bytes to the new file b.csv.",
    );
  });

  it("writes through a link that stays inside, to its target", async () => {
    await write({ path: "notes/alias.md", text: "via link", mode: "replace" });
    expect(await text("notes/Plan.md")).toBe("via link");
  });

  it("appends on a line of its own, once per key", async () => {
    await writeFile(at("todo.md"), "- one");
    expect((await write({ path: "todo.md", text: "- two\n", mode: "append" })).text).toBe(
      "Appended 6 bytes to todo.md; it now has 12 bytes.",
    );
    expect((await write({ path: "todo.md", text: "- two\n", mode: "append" })).ok).toBe(true);
    expect(await text("todo.md")).toBe("- one\n- two\n");
    await write({ path: "todo.md", text: "- two\n", mode: "append" }, { key: "run/t1/2" });
    expect(await text("todo.md")).toBe("- one\n- two\n- two\n");
    await write({ path: "fresh.md", text: "x", mode: "append" });
    expect(await text("fresh.md")).toBe("x");
  });

  it("completes an append that a crash tore, and repeats one that never began", async () => {
    await writeFile(at("log.txt"), "old\n");
    await write({ path: "log.txt", text: "a new line\n", mode: "append" });
    await truncate(at("log.txt"), 8);
    await write({ path: "log.txt", text: "a new line\n", mode: "append" });
    expect(await text("log.txt")).toBe("old\na new line\n");
    await truncate(at("log.txt"), 4);
    await write({ path: "log.txt", text: "a new line\n", mode: "append" });
    expect(await text("log.txt")).toBe("old\na new line\n");
  });

  it("appends after what somebody else wrote in between", async () => {
    await writeFile(at("log.txt"), "old\n");
    await write({ path: "log.txt", text: "mine\n", mode: "append" });
    await truncate(at("log.txt"), 4);
    await appendFile(at("log.txt"), "theirs, longer\n");
    await write({ path: "log.txt", text: "mine\n", mode: "append" });
    expect(await text("log.txt")).toBe("old\ntheirs, longer\nmine\n");
  });

  it("says what it will do from the arguments alone", () => {
    const where = { workspace: work, out: at("out") };
    const effects = (path: string, mode?: "create" | "replace" | "append") =>
      tool.describe({ path, text: "x", ...(mode ? { mode } : {}) }, where).effect;
    expect([
      effects("out/a.md"),
      effects("a.md"),
      effects("out/a.md", "replace"),
      effects("out/a.md", "append"),
      effects("out/../a.md"),
      effects(at("out/x")),
    ]).toEqual(["create", "write", "write", "write", "write", "create"]);
    expect(tool.describe({ path: "notes/plan.md", text: "x".repeat(2000) }, where)).toEqual({
      effect: "write",
      summary: "write 2 KB to the new file notes/plan.md",
      paths: [at("notes/plan.md")],
    });
  });

  it("gives an artifact for what lands in the out folder", async () => {
    expect(await write({ path: "out/a.md", text: "# A" })).toMatchObject({
      ok: true,
      artifacts: [{ id: "t1.1.a1", title: "out/a.md", mediaType: "text/markdown", bytes: 3, file: at("out/a.md") }],
    });
  });

  it("refuses a create in the out folder that a link leads elsewhere", async () => {
    await mkdir(at("out"));
    await symlink(at("notes"), at("out/elsewhere"));
    expect(await write({ path: "out/elsewhere/new.md", text: "x" })).toMatchObject({
      ok: false,
      text: expect.stringContaining("through a link"),
    });
    expect(await readdir(at("notes"))).not.toContain("new.md");
  });

  it.each([
    ["../evil.md", /outside the workspace/],
    ["up/evil.md", /outside the workspace/],
    ["/etc/evil", /outside the workspace/],
    [".git/hooks/x", /\.git/],
    ["notes", /is a folder/],
    ["a.csv/b.md", /not a folder/],
    ["x\0y", /NUL/],
    ["n".repeat(300), /too long/],
  ])("%j is refused in every mode", async (path, words) => {
    for (const mode of ["create", "replace", "append"] as const) {
      expect(await write({ path, text: "x", mode })).toMatchObject({ ok: false, text: expect.stringMatching(words) });
    }
  });
});
