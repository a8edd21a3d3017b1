/** The pages of a damaged database file, with what its log says of them. Nothing here writes. */
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { noFrames, readWalFrames } from "./wal-frames.ts";

/** One state of the file: every page by its number, from 1. */
export interface PageImage {
  readonly pageSize: number;
  readonly pageCount: number;
  /** Undefined when the file ends before it. */
  page(number: number): Buffer | undefined;
}

/** The file as it was committed, and what may have come later. Close it. */
export interface PageImages {
  /** What SQLite would see, were the file not damaged. */
  readonly committed: PageImage;
  /** With the pages behind a damaged place of the log, when there are any; only these are new in it. */
  readonly later: { readonly image: PageImage; readonly pages: readonly number[] } | undefined;
  /** Part of the log could not be trusted: the newest events may be missing without a trace. */
  readonly isLogCut: boolean;
  close(): void;
}

const USUAL_PAGE_SIZE = 4096;

/** `file` must exist; its log is `file-wal`. Errors are those of the file system. */
export function openPageImages(file: string): PageImages {
  const handle = openSync(file, "r");
  const size = statSync(file).size;
  const written = pageSizeOf(readAt(handle, 0, 100));
  const log = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0);
  const frames = log.length === 0 ? noFrames : readWalFrames(log, written ?? USUAL_PAGE_SIZE);
  const pageSize = written ?? frames.pageSize ?? USUAL_PAGE_SIZE;
  const imageWith = (places: ReadonlyMap<number, number>): PageImage => ({
    pageSize,
    pageCount: [...places.keys()].reduce((most, page) => Math.max(most, page), Math.ceil(size / pageSize)),
    page(number) {
      const place = places.get(number);
      if (place !== undefined) return log.subarray(place, place + pageSize);
      const bytes = readAt(handle, (number - 1) * pageSize, pageSize);
      return bytes.length === pageSize ? bytes : undefined;
    },
  });
  return {
    committed: imageWith(frames.committed),
    later:
      frames.later.size === 0
        ? undefined
        : { image: imageWith(new Map([...frames.committed, ...frames.later])), pages: [...frames.later.keys()] },
    isLogCut: frames.isCut,
    close: () => closeSync(handle),
  };
}

function readAt(handle: number, place: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(handle, bytes, 0, length, place));
}

/** What the first page says; undefined when it is not the first page of a database. */
function pageSizeOf(header: Buffer): number | undefined {
  if (header.length < 100 || header.toString("latin1", 0, 16) !== "SQLite format 3\0") return undefined;
  const written = header.readUInt16BE(16);
  const size = written === 1 ? 65536 : written;
  return size >= 512 && (size & (size - 1)) === 0 ? size : undefined;
}
