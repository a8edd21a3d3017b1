import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentHash } from "../../base/json.ts";
import { createFile, safeName } from "./create-file.ts";
import { createKeyRecord, keyRecordName } from "./key-record.ts";

let out: string;
beforeEach(async () => {
  out = join(await mkdtemp(join(tmpdir(), "thorp-create-")), "out");
});
afterEach(() => rm(join(out, ".."), { recursive: true, force: true }));

const visible = async () => (await readdir(out)).filter((name) => !name.startsWith(".")).sort();

describe("createFile", () => {
  it("makes the folder and writes the bytes", async () => {
    const path = await createFile(out, { name: "a.txt", bytes: "hällo", key: "r/t1/1" });
    expect(path).toBe(join(out, "a.txt"));
    expect(await readFile(path, "utf8")).toBe("hällo");
    expect(await readdir(out)).toEqual([keyRecordName, "a.txt"]);
  });

  it("numbers a name that is taken, and never writes over a file", async () => {
    await mkdir(out);
    await writeFile(join(out, "a.txt"), "a person's");
    await createFile(out, { name: "a.txt", bytes: "1", key: "r/t1/1" });
    await createFile(out, { name: "a.txt", bytes: "2", key: "r/t1/2" });
    expect(await visible()).toEqual(["a-2.txt", "a-3.txt", "a.txt"]);
    expect(await readFile(join(out, "a.txt"), "utf8")).toBe("a person's");
  });

  it("gives calls at the same time a file each", async () => {
    const paths = await Promise.all(
      Array.from({ length: 12 }, (_, i) => createFile(out, { name: "t.csv", bytes: `row ${i}`, key: `r/t${i}/1` })),
    );
    expect(new Set(paths).size).toBe(12);
    const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
    expect(texts).toEqual(Array.from({ length: 12 }, (_, i) => `row ${i}`));
  });

  it("gives the same file to the same key and name, with the newest bytes", async () => {
    const first = await createFile(out, { name: "a.txt", bytes: "one", key: "k" });
    expect(await createFile(out, { name: "a.txt", bytes: "one", key: "k" })).toBe(first);
    expect(await createFile(out, { name: "a.txt", bytes: "two", key: "k" })).toBe(first);
    expect(await readFile(first, "utf8")).toBe("two");
    expect(await createFile(out, { name: "b.txt", bytes: "one", key: "k" })).toBe(join(out, "b.txt"));
    expect(await visible()).toEqual(["a.txt", "b.txt"]);
  });

  it("leaves a file alone that a person has edited since", async () => {
    const first = await createFile(out, { name: "a.txt", bytes: "one", key: "k" });
    await writeFile(first, "edited");
    const second = await createFile(out, { name: "a.txt", bytes: "two", key: "k" });
    expect(basename(second)).toBe("a-2.txt");
    expect(await readFile(first, "utf8")).toBe("edited");
  });

  it("survives a crash between the note and the file, and after the file", async () => {
    const record = createKeyRecord(out);
    await record.add("k", "a.txt", { name: "a.txt", hash: contentHash("one") });
    const path = await createFile(out, { name: "a.txt", bytes: "one", key: "k" });
    expect(path).toBe(join(out, "a.txt"));
    // As if the process had ended before anybody heard of the file.
    expect(await createFile(out, { name: "a.txt", bytes: "one", key: "k" })).toBe(path);
    expect(await visible()).toEqual(["a.txt"]);
  });

  it("survives a note that was torn by a crash", async () => {
    await createFile(out, { name: "a.txt", bytes: "one", key: "k" });
    await writeFile(join(out, keyRecordName), `${await readFile(join(out, keyRecordName), "utf8")}\n{"id":"12`);
    await createFile(out, { name: "b.txt", bytes: "two", key: "k" });
    expect(await createFile(out, { name: "b.txt", bytes: "two", key: "k" })).toBe(join(out, "b.txt"));
    expect(await createFile(out, { name: "a.txt", bytes: "one", key: "k" })).toBe(join(out, "a.txt"));
    expect(await visible()).toEqual(["a.txt", "b.txt"]);
  });

  it("takes over a temporary file that a crash left", async () => {
    await mkdir(out);
    await writeFile(join(out, `.thorp-${contentHash("k\0a.txt")}.tmp`), "half of a much longer tex");
    const path = await createFile(out, { name: "a.txt", bytes: "one", key: "k" });
    expect(await readFile(path, "utf8")).toBe("one");
    expect(await readdir(out)).toEqual([keyRecordName, "a.txt"]);
  });

  it("says so when the folder cannot be written", async () => {
    await writeFile(out, "a file where the folder should be");
    await expect(createFile(out, { name: "a", bytes: "", key: "k" })).rejects.toThrow();
  });
});

describe("safeName", () => {
  it.each([
    ["report.md", "report.md"],
    ["../../etc/passwd", "etc-passwd"],
    ["/abs/path.csv", "abs-path.csv"],
    ["a\\b:c*?.html", "a-b-c-.html"],
    ["x\0y\n.txt", "x-y-.txt"],
    ["..", "file"],
    ["", "file"],
    [".hidden", "hidden"],
    ["CON.txt", "CON-file.txt"],
    ["übersicht 2026.csv", "übersicht 2026.csv"],
    ["evil\u202Egpj.exe", "evil-gpj.exe"],
  ])("%j becomes %j", (name, safe) => expect(safeName(name)).toBe(safe));

  it("keeps the ending of a long name", () => {
    const name = safeName(`${"n".repeat(500)}.csv`);
    expect(name).toHaveLength(120);
    expect(name.endsWith(".csv")).toBe(true);
  });
});
