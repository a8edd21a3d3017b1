/**
 * The rows on one page of a database file, whatever table it belongs to.
 *
 * A page says by itself what it is and where its rows are, so that each can be read without the pages that lead to it.
 * Every number is checked before it is used: on a damaged page they are anything. The layout is that of
 * sqlite.org/fileformat2.html.
 */
import type { PageImage } from "./page-images.ts";

/** A value as SQLite stores it. */
export type Value = null | number | string | Buffer;

/** A row without a name: only its values tell what it is. */
export interface FoundRow {
  /** Of a table with rowids; undefined for a row of an index or a table without them. */
  readonly rowid: number | undefined;
  readonly values: readonly Value[];
}

const INDEX_INTERIOR = 2;
const INDEX_LEAF = 10;
const TABLE_LEAF = 13;
/** Rows that are no larger than a table of ours can make them. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What can be read of it; nothing when it is no page with rows. Never throws. */
export function rowsOfPage(image: PageImage, number: number): readonly FoundRow[] {
  const page = image.page(number);
  if (page === undefined) return [];
  // The first page begins with the header of the file.
  const start = number === 1 ? 100 : 0;
  const kind = page[start] ?? 0;
  if (kind !== INDEX_INTERIOR && kind !== INDEX_LEAF && kind !== TABLE_LEAF) return [];
  const pointers = start + (kind === INDEX_INTERIOR ? 12 : 8);
  const count = Math.min(page.readUInt16BE(start + 3), Math.floor((page.length - pointers) / 2));
  const rows: FoundRow[] = [];
  for (let cell = 0; cell < count; cell++) {
    const row = rowAt(image, page, { at: page.readUInt16BE(pointers + cell * 2), kind });
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

interface CellPlace {
  readonly at: number;
  readonly kind: number;
}

function rowAt(image: PageImage, page: Buffer, { at, kind }: CellPlace): FoundRow | undefined {
  const size = readVarint(page, kind === INDEX_INTERIOR ? at + 4 : at);
  if (size === undefined || size.value > MOST_BYTES) return undefined;
  const rowid = kind === TABLE_LEAF ? readVarint(page, size.end) : undefined;
  if (kind === TABLE_LEAF && rowid === undefined) return undefined;
  const payload = readPayload(image, page, { start: rowid?.end ?? size.end, length: size.value, kind });
  const values = payload && valuesOf(payload);
  return values && { rowid: rowid?.value, values };
}

interface PayloadPlace {
  readonly start: number;
  readonly length: number;
  readonly kind: number;
}

/** The bytes of a row: on the page, and in a chain of further pages when they do not fit. */
function readPayload(image: PageImage, page: Buffer, { start, length, kind }: PayloadPlace): Buffer | undefined {
  const usable = image.pageSize;
  const most = kind === TABLE_LEAF ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (usable - 4));
  const local = length <= most ? length : wanted <= most ? wanted : least;
  if (start + local > page.length) return undefined;
  const parts = [page.subarray(start, start + local)];
  if (local === length) return parts[0];
  if (start + local + 4 > page.length) return undefined;
  let next = page.readUInt32BE(start + local);
  // A chain that leads in a circle ends all the same: each page takes some of the length.
  for (let left = length - local; left > 0; ) {
    const following = next === 0 || next > image.pageCount ? undefined : image.page(next);
    if (following === undefined) return undefined;
    parts.push(following.subarray(4, 4 + Math.min(left, usable - 4)));
    left -= usable - 4;
    next = following.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

/** Undefined when the bytes are not exactly one record. */
function valuesOf(payload: Buffer): readonly Value[] | undefined {
  const head = readVarint(payload, 0);
  if (head === undefined || head.value > payload.length) return undefined;
  const values: Value[] = [];
  let at = head.end;
  let body = head.value;
  while (at < head.value) {
    const type = readVarint(payload, at);
    const read = type && valueAt(payload, { type: type.value, at: body });
    if (type === undefined || read === undefined) return undefined;
    values.push(read.value);
    at = type.end;
    body = read.end;
  }
  return body === payload.length ? values : undefined;
}

const integerBytes = [0, 1, 2, 3, 4, 6, 8] as const;
const strictText = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function valueAt(
  bytes: Buffer,
  { type, at }: { readonly type: number; readonly at: number },
): { readonly value: Value; readonly end: number } | undefined {
  if (type === 0) return { value: null, end: at };
  if (type === 8 || type === 9) return { value: type - 8, end: at };
  if (type === 7 || type === 10 || type === 11) return undefined;
  if (type < 7) {
    const length = integerBytes[type] ?? 0;
    if (at + length > bytes.length) return undefined;
    const value = length === 8 ? Number(bytes.readBigInt64BE(at)) : bytes.readIntBE(at, length);
    return Number.isSafeInteger(value) ? { value, end: at + length } : undefined;
  }
  const end = at + Math.floor((type - 12) / 2);
  if (end > bytes.length) return undefined;
  const part = bytes.subarray(at, end);
  if (type % 2 === 0) return { value: part, end };
  try {
    return { value: strictText.decode(part), end };
  } catch {
    return undefined;
  }
}

function readVarint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let read = 0; read < 8; read++) {
    const byte = bytes[at + read];
    if (byte === undefined) return undefined;
    value = value * 128 + (byte & 127);
    if (byte < 128) return Number.isSafeInteger(value) ? { value, end: at + read + 1 } : undefined;
  }
  // Nine bytes: a negative number, or one beyond anything that we write.
  return undefined;
}
