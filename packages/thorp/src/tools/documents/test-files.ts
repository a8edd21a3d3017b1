/** Test-only: small real PDF, ZIP and Word files, made by hand so that they can also be made wrong. */
import { crc32, deflateRawSync, deflateSync } from "node:zlib";

export interface PdfOptions {
  /** Content streams are packed instead of plain; bytes are added behind the text of each page. */
  readonly padding?: Buffer;
  readonly title?: string;
  /** Makes the file ask for a password that nobody has. */
  readonly isEncrypted?: boolean;
}

/** A PDF with one line of text per line of each page. */
export function makePdf(
  pages: readonly string[],
  { padding, title, isEncrypted = false }: PdfOptions = {},
): Uint8Array {
  const objects: Buffer[] = [];
  const add = (body: Buffer | string) => objects.push(Buffer.from(body));
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(" ");
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  pages.forEach((text, index) => {
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + index * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    );
    const lines = text.split("\n").map((line) => `(${line.replace(/([()\\])/g, "\\$1")}) Tj 0 -14 Td`);
    const content = Buffer.concat([
      Buffer.from(`BT /F1 11 Tf 50 740 Td ${lines.join(" ")} ET\n`, "latin1"),
      padding ?? Buffer.alloc(0),
    ]);
    const stream = padding === undefined ? content : deflateSync(content, { level: 9 });
    const filter = padding === undefined ? "" : "/Filter /FlateDecode ";
    add(
      Buffer.concat([
        Buffer.from(`<< ${filter}/Length ${stream.length} >>\nstream\n`),
        stream,
        Buffer.from("\nendstream"),
      ]),
    );
  });
  if (title !== undefined) add(`<< /Title (${title}) >>`);
  const info = title === undefined ? "" : `/Info ${objects.length} 0 R `;
  const secret = "41".repeat(32);
  if (isEncrypted) add(`<< /Filter /Standard /V 1 /R 2 /O <${secret}> /U <${secret}> /P -44 >>`);
  const encrypt = isEncrypted ? `/Encrypt ${objects.length} 0 R /ID [<${secret}> <${secret}>] ` : "";

  const parts: Buffer[] = [Buffer.from("%PDF-1.4\n")];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  objects.forEach((body, index) => {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from("\nendobj\n")]);
    offsets.push(at);
    parts.push(part);
    at += part.length;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R ${info}${encrypt}>>\nstartxref\n${at}\n%%EOF`,
    ),
  );
  return new Uint8Array(Buffer.concat(parts));
}

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer | string;
  /** The size that the file states; default the true one. */
  readonly statedSize?: number;
  /** Put in as it is. */
  readonly isStored?: boolean;
}

/** A ZIP file; entries are packed unless they say otherwise. */
export function makeZip(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, statedSize, isStored = false } of entries) {
    const content = Buffer.from(bytes);
    const packed = isStored ? content : deflateRawSync(content, { level: 9 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(isStored ? 0 : 8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(statedSize ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\0"), fields, tail, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...locals, list, end]));
}

/** A Word document from its body's XML: `<w:p>…</w:p>`. */
export function makeDocx(body: string, extra: readonly ZipEntry[] = []): Uint8Array {
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  return makeZip([
    {
      name: "[Content_Types].xml",
      bytes: `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    },
    {
      name: "_rels/.rels",
      bytes: `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: "word/document.xml",
      bytes: `${head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    },
    ...extra,
  ]);
}

/** A paragraph of a Word document; `style` such as Heading1. */
export function paragraph(text: string, style?: string): string {
  const properties = style === undefined ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`;
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}
