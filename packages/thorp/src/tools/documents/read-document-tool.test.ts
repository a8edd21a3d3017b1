import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../base/clock.ts";
import { createToolContext, type ToolContextOptions } from "../context/tool-context.ts";
import { createReadDocumentTool } from "./read-document-tool.ts";
import { makeDocx, makePdf, makeZip, paragraph } from "./test-files.ts";

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "thorp-documents-"));
});
afterEach(() => rm(work, { recursive: true, force: true }));

const tool = createReadDocumentTool();
const read = (given: { path: string; pages?: string; question?: string }, options: Partial<ToolContextOptions> = {}) =>
  tool.execute(
    given,
    createToolContext({
      clock: createSystemClock(),
      timeZone: "UTC",
      signal: new AbortController().signal,
      key: "run/t1/1",
      workspace: work,
      out: join(work, "out"),
      guardedFetch: () => Promise.reject(new Error("no network")),
      ...options,
    }),
  );
const put = (name: string, content: Uint8Array | string) => writeFile(join(work, name), content);

const lease = [
  "Lease agreement",
  "The rent is 1200 euros a month.\nIt is due on the third day.",
  "The notice period is three months.\nPets (dogs) are allowed.",
];

describe("PDF", () => {
  it("gives text by page, with the title and where it is from", async () => {
    await put("lease.pdf", makePdf(lease, { title: "Lease 2026" }));
    expect(await read({ path: "lease.pdf" })).toEqual({
      ok: true,
      text: 'lease.pdf, "Lease 2026", 3 pages:\n\n[page 1]\nLease agreement\n\n[page 2]\nThe rent is 1200 euros a month.\nIt is due on the third day.\n\n[page 3]\nThe notice period is three months.\nPets (dogs) are allowed.',
      data: { title: "Lease 2026", pages: 3, shown: [1, 2, 3] },
      sources: [{ title: "Lease 2026", location: "lease.pdf" }],
      labels: ["workspace:lease.pdf"],
    });
  });

  it("gives chosen pages, and the passages that fit a question", async () => {
    await put("lease.pdf", makePdf(lease));
    const some = await read({ path: "lease.pdf", pages: "page 2" });
    expect(some.text).toContain("1200 euros");
    expect(some.text).not.toContain("[page 1]");
    expect(some.text).toContain("(pages 3 to 3 follow");
    const answer = await read({ path: "lease.pdf", question: "What is the notice period?" });
    expect(answer).toMatchObject({
      ok: true,
      data: { passages: [{ page: 3, text: expect.stringContaining("three months") }] },
    });
    expect((await read({ path: "lease.pdf", question: "quantum chromodynamics" })).text).toMatch(
      /^No passage of lease.pdf holds the words/,
    );
    expect(await read({ path: "lease.pdf", pages: "7" })).toMatchObject({
      ok: false,
      text: expect.stringContaining("3 pages, and none of those asked for"),
    });
    expect(await read({ path: "lease.pdf", pages: "last" })).toMatchObject({
      ok: false,
      text: expect.stringContaining("not a list of pages"),
    });
  });

  it("reads a long one to where it can be shown, and all of it for a question", async () => {
    await put(
      "long.pdf",
      makePdf(
        Array.from(
          { length: 60 },
          (_, i) =>
            Array.from({ length: 20 }, () => `Some words of page ${i + 1} of no meaning`).join("\n") +
            (i === 55 ? "\nThe zebra is striped." : ""),
        ),
      ),
    );
    const first = await read({ path: "long.pdf" });
    expect(first.text.length).toBeLessThan(17_000);
    expect(first.text).toMatch(/\(pages \d+ to 60 follow/);
    expect(await read({ path: "long.pdf", question: "zebra" })).toMatchObject({ data: { passages: [{ page: 56 }] } });
  });

  it("reads attachments", async () => {
    const attachments = new Map([["a.pdf", async () => makePdf(["attached text"])]]);
    const twice = [
      await read({ path: "attachment:a.pdf" }, { attachments }),
      await read({ path: "attachment:a.pdf" }, { attachments }),
    ];
    for (const output of twice)
      expect(output).toMatchObject({
        ok: true,
        text: expect.stringContaining("attached text"),
        labels: ["attachment:a.pdf"],
      });
  });

  it.each([
    ["garbage.pdf", "%PDF-1.4 and then nothing that makes sense", /not a valid PDF/],
    ["cut.pdf", Buffer.from(makePdf(lease)).subarray(0, 150), /could not be read/],
    ["secret.pdf", makePdf(lease, { isEncrypted: true }), /protected with a password/],
    ["scan.pdf", makePdf([""]), /scanned pictures/],
    ["empty.pdf", "", /it is empty/],
    ["picture.pdf", Buffer.from("89504e470d0a1a0a", "hex"), /picture.*The name says PDF|picture/],
    [
      "noise.pdf",
      Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)),
      /neither text nor a document.*The name says PDF/,
    ],
  ])("%s is refused in words", async (name, content, words) => {
    await put(name, content);
    expect(await read({ path: name })).toMatchObject({ ok: false, text: expect.stringMatching(words) });
  });

  it("a text file that is named .pdf is read as text", async () => {
    await put("notes.pdf", "These are plain notes.");
    expect(await read({ path: "notes.pdf" })).toMatchObject({
      ok: true,
      text: "notes.pdf, 1 page:\n\nThese are plain notes.",
    });
  });
});

describe("Word", () => {
  it("gives headings, lists of words and tables", async () => {
    const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
    const table = `<w:tbl><w:tr>${cell("Item")}${cell("Price")}</w:tr><w:tr>${cell("Desk")}${cell("250")}</w:tr></w:tbl>`;
    await put(
      "offer.docx",
      makeDocx(paragraph("Our offer", "Heading1") + paragraph("Dear customer, here it is.") + table),
    );
    expect(await read({ path: "offer.docx" })).toMatchObject({
      ok: true,
      text: expect.stringContaining(
        "Our offer\n\nDear customer, here it is.\n\n| Item | Price |\n| --- | --- |\n| Desk | 250 |",
      ),
    });
  });

  it("takes a heading for the title only where nothing stands above it", async () => {
    await put("titled.docx", makeDocx(paragraph("Our offer", "Heading1") + paragraph("Here it is.")));
    await put("chapters.docx", makeDocx(paragraph("Service contract") + paragraph("1. Subject", "Heading1")));
    const headOf = async (path: string) => (await read({ path })).text.split("\n", 1)[0];
    expect(await headOf("titled.docx")).toBe('titled.docx, "Our offer", 1 page:');
    expect(await headOf("chapters.docx")).toBe("chapters.docx, 1 page:");
  });

  it.each([
    ["cut.docx", Buffer.from(makeDocx(paragraph("x"))).subarray(0, 200), /it is damaged/],
    ["other.docx", makeZip([{ name: "hello.txt", bytes: "hi" }]), /not a Word document|cannot be opened/],
    ["none.docx", makeDocx(""), /holds no text/],
    ["broken.docx", makeDocx("<w:p><w:r></w:p>"), /could not be read/],
  ])("%s is refused in words", async (name, content, words) => {
    await put(name, content);
    expect(await read({ path: name })).toMatchObject({ ok: false, text: expect.stringMatching(words) });
  });

  it("does not unpack a bomb, whatever size it states", async () => {
    const bomb = { name: "word/media/bomb.bin", bytes: Buffer.alloc(160 << 20), statedSize: 10 };
    await put("bomb.docx", makeDocx(paragraph("harmless"), [bomb]));
    expect(await read({ path: "bomb.docx" })).toMatchObject({
      ok: false,
      text: expect.stringContaining("unpacks to more than 128 MiB"),
    });
  });
});

describe("other documents", () => {
  it("HTML without what a person does not see", async () => {
    await put(
      "page.html",
      '<title>T</title><nav>menu</nav><script>evil()</script><h1>Head</h1><p style="display:none">hidden order</p><p>Seen <a href="javascript:x()">link</a></p>',
    );
    const output = await read({ path: "page.html" });
    expect(output.text).toBe('page.html, "T", 1 page:\n\n# Head\n\nSeen link');
  });

  it("Markdown, JSON and text", async () => {
    await put("a.md", "# Title here\n\nText");
    await put("b.json", '{"a":[1,2]}');
    await put("c.txt", "caf\u00e9");
    await put("d.json", "{not json");
    expect((await read({ path: "a.md" })).text).toBe('a.md, "Title here", 1 page:\n\n# Title here\n\nText');
    expect((await read({ path: "b.json" })).text).toContain('"a": [\n  1,');
    expect((await read({ path: "c.txt" })).text).toContain("caf\u00e9");
    expect((await read({ path: "d.json" })).text).toContain("{not json");
  });

  it("CSV as columns and first rows", async () => {
    await put("sales.csv", `region,net\n${Array.from({ length: 3000 }, (_, i) => `R${i},${i}`).join("\n")}\n`);
    const output = await read({ path: "sales.csv" });
    expect(output.text).toContain(
      "A table of 3000 rows and 2 columns:\n- region (text), for example R0; R1; R2\n- net (number), for example 0; 1; 2\n\n| region | net |\n| --- | --- |\n| R0 | 0 |",
    );
    expect(output.text).toContain("Only the first 2000 rows are shown");
    expect((await read({ path: "sales.csv", pages: "2" })).text).toContain("| R40 | 40 |");
    expect((await read({ path: "sales.csv", question: "R1234" })).text).toContain("R1234 | 1234");
  });

  it.each([
    ["a.png", Buffer.from("89504e470d0a1a0a", "hex"), /picture/],
    ["a.xlsx", makeZip([{ name: "xl/workbook.xml", bytes: "<x/>" }]), /save it as CSV/],
    ["a.doc", Buffer.from("d0cf11e0a1b11ae1", "hex"), /save it as DOCX/],
    ["a.txt", "  \n", /it is empty/],
    ["a.csv", "", /it is empty/],
    ["a.html", "<script>x</script>", /holds no text/],
  ])("%s is refused in words", async (name, content, words) => {
    await put(name, content);
    expect(await read({ path: name })).toMatchObject({ ok: false, text: expect.stringMatching(words) });
  });

  it("a page that takes its reader for ever", async () => {
    await put("deep.html", "<div>".repeat(100_000));
    const hurried = createSystemClock();
    const clock = { ...hurried, after: (ms: number, wake: () => void) => hurried.after(ms / 20, wake) };
    expect(await read({ path: "deep.html" }, { clock })).toMatchObject({
      ok: false,
      text: expect.stringMatching(/longer than 30 s|nested too deeply/),
    });
    await put("nested.html", `${"<b>".repeat(3000)}words`);
    expect((await read({ path: "nested.html" })).text).toMatch(/words|nested too deeply/);
  });

  it("JSON that is nested beyond reason is still text", async () => {
    await put("deep.json", "[".repeat(200_000));
    expect(await read({ path: "deep.json" })).toMatchObject({ ok: true });
  });

  it("a file beyond 32 MiB, outside, or missing", async () => {
    await put("huge.txt", Buffer.alloc(33 << 20, 97));
    expect(await read({ path: "huge.txt" })).toMatchObject({
      ok: false,
      text: expect.stringContaining("larger than 32 MiB"),
    });
    expect(await read({ path: "../x.pdf" })).toMatchObject({ ok: false, text: expect.stringContaining("outside") });
    expect(await read({ path: "x.pdf" })).toMatchObject({ ok: false, text: expect.stringContaining("no file") });
  });
});
