/** Files where none may be reached, files that are not what they say, and SQL that wants more than to read. */
import { existsSync } from "node:fs";
import { link, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Json } from "../../src/base/json.ts";
import { type Bench, hasToolResult, newFolder, openBench, serve, type Told } from "./test-bench.ts";

const SECRET = "the secret of the house";

interface Desk {
  readonly bench: Bench;
  /** Holds the workspace, and beside it what must not be reached. */
  readonly folder: string;
  /** Has the model make this call, and gives back what it heard of it. */
  call(
    tool: string,
    input: Json,
    more?: Parameters<Bench["ask"]>[1],
  ): Promise<{ readonly told: Told; readonly heard: string }>;
}

async function openDesk(): Promise<Desk> {
  let next: { name: string; input: Json } = { name: "read_file", input: {} };
  const { catalogue, server } = await serve((request) =>
    hasToolResult(request) ? { text: "That is all I can say." } : { toolCalls: [next] },
  );
  const folder = await newFolder();
  await writeFile(join(folder, "secret.txt"), SECRET);
  const bench = await openBench({ catalogues: [catalogue], team: "desk" }, { folder });
  return {
    bench,
    folder,
    async call(name, input, more = {}) {
      next = { name, input };
      const told = await bench.ask("Do what I said.", more);
      const messages = (server.requests.findLast((request) => request.method === "POST")?.body["messages"] ??
        []) as readonly { role: string; content: string }[];
      return { told, heard: messages.find((message) => message.role === "tool")?.content ?? "" };
    },
  };
}

describe("a file outside the workspace", () => {
  const ways: readonly (readonly [string, (folder: string) => string])[] = [
    ["up and out", () => "../secret.txt"],
    ["up and out, hidden in the middle", () => "notes/../../secret.txt"],
    ["an absolute path", (folder) => join(folder, "secret.txt")],
    ["a system file", () => "/etc/passwd"],
    ["a link to a file", () => "link.txt"],
    ["a file behind a link to a folder", () => "door/secret.txt"],
    ["a link to a link", () => "again.txt"],
    ["a file URL", (folder) => `file://${join(folder, "secret.txt")}`],
    ["home", () => "~/.ssh/id_rsa"],
    ["with a zero byte", () => "notes.txt\u0000/../../secret.txt"],
    ["with backslashes", () => "..\\secret.txt"],
    ["the process's own memory", () => "/proc/self/environ"],
  ];

  const prepare = async ({ folder, bench }: Desk): Promise<void> => {
    await mkdir(join(bench.workspace, "notes"));
    await symlink(join(folder, "secret.txt"), join(bench.workspace, "link.txt"));
    await symlink("link.txt", join(bench.workspace, "again.txt"));
    await symlink(folder, join(bench.workspace, "door"));
  };

  it.each(["read_file", "read_document", "query_data"])(
    "is not read by %s, in any of twelve ways",
    { timeout: 60_000 },
    async (tool) => {
      const desk = await openDesk();
      await prepare(desk);
      for (const [name, path] of ways) {
        const where = path(desk.folder);
        const { told, heard } = await desk.call(
          tool,
          tool === "query_data" ? { file: where, sql: "SELECT * FROM data" } : { path: where },
        );
        expect(told.end.state, name).toBe("done");
        expect(heard, name).toMatch(/^Error: .*(outside|no file|not found|does not exist|NUL character)/i);
        expect(JSON.stringify(told.events), name).not.toContain(SECRET);
      }
      await desk.bench.goesOn();
    },
  );

  it.each(["create", "replace", "append"])(
    "is not written by mode %s, whoever says yes",
    { timeout: 60_000 },
    async (mode) => {
      const desk = await openDesk();
      await prepare(desk);
      for (const [name, path] of ways) {
        const { told } = await desk.call(
          "write_file",
          { path: path(desk.folder), text: "overwritten", mode },
          { yes: true },
        );
        expect(["done", "partial"], name).toContain(told.end.state);
        expect(await readFile(join(desk.folder, "secret.txt"), "utf8"), name).toBe(SECRET);
      }
      expect((await readdir(desk.folder)).sort()).toEqual(["data", "secret.txt", "workspace"]);
      await desk.bench.goesOn();
    },
  );

  it("is not among the files that a request is looked at for", async () => {
    const desk = await openDesk();
    await prepare(desk);
    const told = await desk.bench.ask("Sum up ../secret.txt and /etc/passwd and link.txt and door/secret.txt.");
    expect(told.all("step-end").find((event) => event.step === "look-at-files")?.result).toEqual([]);
    expect(JSON.stringify(told.events)).not.toContain(SECRET);
  });

  it("cannot be smuggled in by an attachment's name", async () => {
    const desk = await openDesk();
    const told = await desk.bench.ask("Read this.", {
      attachments: [{ name: "../../evil.txt", bytes: Buffer.from("hello") }],
    });
    expect(told.all("run-start")[0]?.request.attachments).toMatchObject([{ name: "evil.txt" }]);
    expect(existsSync(join(desk.folder, "evil.txt"))).toBe(false);
    await desk.bench.goesOn();
  });

  it("a workspace that is not there is said before anything runs", async () => {
    const desk = await openDesk();
    const nowhere = join(desk.folder, "nowhere");
    await expect(desk.call("read_file", { path: "notes.txt" }, { workspace: nowhere })).rejects.toMatchObject({
      code: "usage",
      message: `There is no folder ${nowhere}.`,
    });
    await desk.bench.goesOn();
  });
});

describe("a document", () => {
  const broken: readonly (readonly [string, string, Uint8Array])[] = [
    ["a PDF that is none", "letter.pdf", Buffer.from("I am a letter, not a PDF.")],
    [
      "a PDF that only begins like one",
      "letter.pdf",
      Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"),
    ],
    ["a PDF of garbage", "letter.pdf", Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(50_000, 0xa7)])],
    ["an empty PDF", "letter.pdf", new Uint8Array()],
    ["a DOCX that is none", "letter.docx", Buffer.from("PK\u0003\u0004 but nothing else")],
    ["JSON that ends too early", "letter.json", Buffer.from('[{"a": 1}, {"a":')],
    ["a CSV of zero bytes", "letter.csv", new Uint8Array(10_000)],
  ];

  it("that is not what it says does no harm, as a file and as an attachment", { timeout: 60_000 }, async () => {
    const desk = await openDesk();
    for (const [name, file, bytes] of broken) {
      await writeFile(join(desk.bench.workspace, file), bytes);
      const { told, heard } = await desk.call("read_document", { path: file });
      expect(told.end.state, name).toBe("done");
      expect(heard, name).toMatch(/letter\./);
      const attached = await desk.call(
        "read_document",
        { path: `attachment:${file}` },
        { attachments: [{ name: file, bytes }] },
      );
      expect(attached.told.end.state, name).toBe("done");
      expect(attached.heard, name).toMatch(/letter\./);
    }
    await desk.bench.goesOn();
  });

  it("that is a PDF of garbage fails the tool in words", async () => {
    const desk = await openDesk();
    await writeFile(
      join(desk.bench.workspace, "letter.pdf"),
      Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(50_000, 0xa7)]),
    );
    const { heard } = await desk.call("read_document", { path: "letter.pdf" });
    expect(heard).toMatch(/^Error: <data>\n.*letter\.pdf.*(not a PDF|damaged|broken|cannot be read)/i);
  });
});

describe("SQL", () => {
  const hostile: readonly string[] = [
    "INSERT INTO data VALUES (4, 'd')",
    "UPDATE data SET name = 'x'",
    "DELETE FROM data",
    "DROP TABLE data",
    "CREATE TABLE other AS SELECT * FROM data",
    "ATTACH DATABASE 'FOLDER/stolen.db' AS stolen",
    "VACUUM INTO 'FOLDER/stolen.db'",
    "PRAGMA writable_schema = ON",
    "PRAGMA database_list",
    "SELECT load_extension('FOLDER/evil.so')",
    "SELECT writefile('FOLDER/stolen.db', 'x')",
    "SELECT readfile('FOLDER/secret.txt')",
    "SELECT 1; ATTACH DATABASE 'FOLDER/stolen.db' AS stolen",
    "WITH gone AS (SELECT 1) DELETE FROM data",
    "BEGIN; INSERT INTO data VALUES (4, 'd'); COMMIT",
    "SELECT * FROM sqlite_master; VACUUM INTO 'FOLDER/stolen.db'",
    "EXPLAIN VACUUM INTO 'FOLDER/stolen.db'",
    "",
    ";",
    "this is no SQL",
    "SELECT",
  ];

  it("that wants to write, to reach other files or to change settings is refused", { timeout: 60_000 }, async () => {
    const desk = await openDesk();
    const csv = "id,name\n1,a\n2,b\n3,c\n";
    await writeFile(join(desk.bench.workspace, "list.csv"), csv);
    for (const sql of hostile) {
      const { told, heard } = await desk.call(
        "query_data",
        { file: "list.csv", sql: sql.replaceAll("FOLDER", desk.folder) },
        { yes: true },
      );
      expect(told.end.state, sql).toBe("done");
      if (!sql.startsWith("EXPLAIN")) expect(heard, sql).toMatch(/^Error: (?:<data>\n)?.{10}/);
      expect(heard, sql).not.toContain(SECRET);
      expect(existsSync(join(desk.folder, "stolen.db")), sql).toBe(false);
      expect(await readFile(join(desk.bench.workspace, "list.csv"), "utf8"), sql).toBe(csv);
    }
    await desk.bench.goesOn();
  });

  it("that never ends is stopped", { timeout: 60_000 }, async () => {
    const desk = await openDesk();
    await writeFile(join(desk.bench.workspace, "list.csv"), "id\n1\n");
    const sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    const { told, heard } = await desk.call("query_data", { file: "list.csv", sql });
    expect(told.end.state).toBe("done");
    expect(heard).toMatch(/^Error: <data>\n.*(longer than|too long|stopped)/i);
    await desk.bench.goesOn();
  });

  it("reads what it may", async () => {
    const desk = await openDesk();
    await writeFile(join(desk.bench.workspace, "list.csv"), "id,name\n1,a\n2,b\n3,c\n");
    await link(join(desk.bench.workspace, "list.csv"), join(desk.bench.workspace, "same.csv"));
    const { heard } = await desk.call("query_data", { file: "same.csv", sql: "SELECT count(*) AS n FROM data" });
    expect(heard).toContain("3");
  });
});
