/**
 * The documents that agents know, found by words.
 *
 * A document is taken apart once for each content: passages are kept by the hash of the bytes, in memory and, where
 * there is a cache, on disk. Documents are looked at again with each search, so a changed one counts at once.
 */
import { basename } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { contentHash, parseJson } from "../../base/json.ts";
import type { KnowledgeFinding, KnowledgeQuery, ShelfFacts } from "../shelf.ts";
import type { Chunk } from "./chunk-text.ts";
import { type DocumentFile, type DocumentList, listDocuments, readDocument } from "./list-documents.ts";
import { createPassageIndex, type Passage, type PassageIndex } from "./passage-index.ts";
import { type ChunkReading, isPlainText, readChunks } from "./read-passages.ts";

/** Search over the documents of any team; it reads a document when it is first searched. */
export interface KnowledgeLibrary {
  /** Undefined when the shelf holds no documents or its folder is unknown. Rejects when `signal` aborts. */
  search(shelf: ShelfFacts, query: KnowledgeQuery, signal: AbortSignal): Promise<KnowledgeFinding | undefined>;
}

/** Texts by key with a time to live; losing one only costs time. */
export interface ReadingCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
}

/** Time, and where readings are kept. */
export interface KnowledgeLibraryOptions {
  readonly clock: Clock;
  /** Asked for when the first document is read. */
  readonly cache?: () => Promise<ReadingCache | undefined>;
}

/** Changed when passages are cut in another way: what was kept before is then read anew. */
const READING = "knowledge-1";
const TIME_TO_LIVE_MS = 30 * 24 * 3600 * 1000;
/** Shelves whose index stays in memory. */
const MOST_SHELVES = 32;

interface Shelved {
  readonly signature: string;
  readonly index: PassageIndex;
  readonly documents: readonly string[];
  readonly problems: readonly string[];
}

/** Reads nothing yet. A cache that fails is as good as none. */
export function createKnowledgeLibrary({ clock, cache }: KnowledgeLibraryOptions): KnowledgeLibrary {
  const shelvedByKey = new Map<string, Promise<Shelved>>();
  let opened: Promise<ReadingCache | undefined> | undefined;
  const kept = () => (opened ??= cache === undefined ? Promise.resolve(undefined) : cache().catch(() => undefined));

  const read = async (path: string, bytes: Uint8Array, signal: AbortSignal): Promise<ChunkReading> => {
    if (isPlainText(path, bytes)) return readChunks(path, bytes, { clock, signal });
    const key = `${READING}:${contentHash(bytes)}:${basename(path)}`;
    const found = await (await kept())?.get(key).catch(() => undefined);
    const before = found === undefined ? undefined : readingFrom(parseJson(found));
    if (before !== undefined) return before;
    const reading = await readChunks(path, bytes, { clock, signal });
    // A limit that was reached is no property of the document: the next search tries again.
    if (!("problem" in reading))
      await (await kept())?.set(key, JSON.stringify(reading), TIME_TO_LIVE_MS).catch(() => {});
    return reading;
  };
  const shelve = async (facts: Located, list: DocumentList, signal: AbortSignal): Promise<Shelved> => {
    const passages: Passage[] = [];
    const documents: string[] = [];
    const problems = [...list.problems];
    for (const file of list.files) {
      signal.throwIfAborted();
      const reading = await readOne(facts.folder, file, (bytes) => read(file.path, bytes, signal));
      if ("problem" in reading) problems.push(`${file.path}: ${reading.problem}.`);
      else {
        documents.push(file.path);
        passages.push(...reading.chunks.map((chunk) => passageFrom(facts.team, file.path, chunk)));
      }
    }
    return { signature: signatureOf(list), index: createPassageIndex(passages), documents, problems };
  };
  const shelfOf = async (facts: Located, signal: AbortSignal): Promise<Shelved> => {
    const key = JSON.stringify([facts.folder, facts.knowledge]);
    const list = await listDocuments(facts.folder, facts.knowledge);
    const known = await shelvedByKey.get(key)?.catch(() => undefined);
    if (known?.signature === signatureOf(list)) return known;
    const shelved = shelve(facts, list, signal);
    shelvedByKey.delete(key);
    shelvedByKey.set(key, shelved);
    if (shelvedByKey.size > MOST_SHELVES) shelvedByKey.delete(shelvedByKey.keys().next().value ?? "");
    return shelved;
  };

  return {
    async search(shelf, { query, document, most }, signal) {
      const { folder } = shelf;
      if (folder === undefined || shelf.knowledge.length === 0) return undefined;
      const { index, documents, problems } = await shelfOf({ ...shelf, folder }, signal);
      const found = index.search(query, { most, ...(document === undefined ? {} : { document }) });
      return {
        passages: found.map(({ passage, match }) => ({
          text: passage.text,
          title: passage.title,
          location: passage.location,
          match: Math.round(match * 1000) / 1000,
        })),
        documents,
        problems,
      };
    },
  };
}

type Located = ShelfFacts & { readonly folder: string };

async function readOne(
  folder: string,
  file: DocumentFile,
  read: (bytes: Uint8Array) => Promise<ChunkReading>,
): Promise<ChunkReading> {
  let bytes: Uint8Array;
  try {
    bytes = await readDocument(folder, file);
  } catch (error) {
    return { problem: `it cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})` };
  }
  return read(bytes);
}

function passageFrom(team: string, path: string, { headings, text, page }: Chunk): Passage {
  const document = basename(path);
  return {
    title: headings.length === 0 ? document : headings.join(" > "),
    location: `${team}/${path}${page === undefined ? "" : `, page ${page}`}`,
    document,
    text,
  };
}

function signatureOf({ files, problems }: DocumentList): string {
  return JSON.stringify([files.map(({ path, bytes, changedAt }) => [path, bytes, changedAt]), problems]);
}

/** The cache is disposable and may be of another version: what does not look like a reading is none. */
function readingFrom(value: unknown): ChunkReading | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { chunks, problem } = value as { chunks?: unknown; problem?: unknown };
  if (typeof problem === "string") return { problem };
  const isChunk = (chunk: unknown): chunk is Chunk =>
    typeof chunk === "object" &&
    chunk !== null &&
    typeof (chunk as Chunk).text === "string" &&
    Array.isArray((chunk as Chunk).headings);
  return Array.isArray(chunks) && chunks.every(isChunk) ? { chunks } : undefined;
}
