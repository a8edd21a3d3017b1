/** The write-ahead log of a database file, read without SQLite. The layout is that of sqlite.org/fileformat2.html. */

/** Page images in a log, by page number: where each starts in the log. */
export interface WalFrames {
  /** Undefined when the log's first bytes are damaged. */
  readonly pageSize: number | undefined;
  /** What SQLite itself would read: whole transactions with right checksums. */
  readonly committed: ReadonlyMap<number, number>;
  /** Behind the first wrong checksum, which makes all later ones worthless, up to the last end of a transaction. */
  readonly later: ReadonlyMap<number, number>;
  /** True when there is more in the log than `committed`. */
  readonly isCut: boolean;
}

const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;

/** A log that is missing or empty. */
export const noFrames: WalFrames = { pageSize: undefined, committed: new Map(), later: new Map(), isCut: false };

/** `usualPageSize` is taken when the log does not say. Never throws: what makes no sense is left out. */
export function readWalFrames(log: Buffer, usualPageSize: number): WalFrames {
  if (log.length < HEADER + FRAME_HEADER) return { ...noFrames, isCut: log.length > HEADER };
  const header = headerOf(log);
  const pageSize = header?.pageSize ?? usualPageSize;
  const salts = header?.salts ?? log.subarray(HEADER + 8, HEADER + 16);
  const committed = new Map<number, number>();
  const later = new Map<number, number>();
  let sums = header?.sums;
  let open: [number, number][] = [];
  let isCut = header === undefined;
  for (let at = HEADER; at + FRAME_HEADER < log.length; at += FRAME_HEADER + pageSize) {
    const frame = log.subarray(at, at + FRAME_HEADER + pageSize);
    // Frames of before the log was begun anew have other salts: they are in the file already.
    if (!frame.subarray(8, 16).equals(salts)) {
      sums = undefined;
      open = [];
      continue;
    }
    if (sums === undefined) isCut = true;
    if (frame.length < FRAME_HEADER + pageSize) {
      isCut = true;
      break;
    }
    if (sums !== undefined && header !== undefined) {
      sums = checksum(frame.subarray(0, 8), sums, header.isBigEndian);
      sums = checksum(frame.subarray(FRAME_HEADER), sums, header.isBigEndian);
      if (sums[0] !== frame.readUInt32BE(16) || sums[1] !== frame.readUInt32BE(20)) {
        sums = undefined;
        isCut = true;
        open = [];
      }
    }
    open.push([frame.readUInt32BE(0), at + FRAME_HEADER]);
    if (frame.readUInt32BE(4) === 0) continue;
    for (const [page, place] of open) (sums === undefined ? later : committed).set(page, place);
    open = [];
  }
  return { pageSize: header?.pageSize, committed, later, isCut };
}

type Sums = readonly [number, number];

function headerOf(log: Buffer) {
  const magic = log.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== MAGIC) return undefined;
  const isBigEndian = (magic & 1) === 1;
  const pageSize = log.readUInt32BE(8);
  const sums = checksum(log.subarray(0, 24), [0, 0], isBigEndian);
  if (sums[0] !== log.readUInt32BE(24) || sums[1] !== log.readUInt32BE(28)) return undefined;
  return { isBigEndian, pageSize, salts: log.subarray(16, 24), sums };
}

function checksum(bytes: Buffer, [first, second]: Sums, isBigEndian: boolean): Sums {
  let s0 = first;
  let s1 = second;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    s0 = (s0 + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + s1) >>> 0;
    s1 = (s1 + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + s0) >>> 0;
  }
  return [s0, s1];
}
