/** From bytes and their media type to text by page: which reader, and where it runs. */

import { isTextType } from "../media-type.ts";
import { decodeText } from "../text-content.ts";
import { type DocumentReading, type PageWish, pagesOf } from "./document-text.ts";
import { runDocumentWorker, type WorkerLimits } from "./run-document-worker.ts";
import { readTableFile } from "./table-text.ts";

/** A document and what is known about it. */
export interface ExtractRequest {
  /** The path or URL; its ending decides how tables are read. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly charset?: string;
  /** For the links of a page. */
  readonly baseUrl?: string;
  readonly wish: PageWish;
}

/** Reads PDF, Word, HTML, tables and any text. What cannot be read comes back as a problem in words. */
export async function extractDocument(request: ExtractRequest, limits: WorkerLimits): Promise<DocumentReading> {
  const { bytes, mediaType, wish, name } = request;
  if (bytes.length === 0) return { problem: "it is empty" };
  switch (mediaType) {
    case "application/pdf":
      // A copy, since the thread's library takes the buffer over.
      return runDocumentWorker({ kind: "pdf", bytes: bytes.slice(), wish }, limits);
    case "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
      return runDocumentWorker({ kind: "docx", bytes: bytes.slice(), wish }, limits);
    case "text/html":
    case "application/xhtml+xml": {
      const { baseUrl } = request;
      const text = decodeText(bytes, request.charset ?? charsetOfPage(bytes));
      return runDocumentWorker({ kind: "html", text, wish, ...(baseUrl === undefined ? {} : { baseUrl }) }, limits);
    }
    case "text/csv":
    case "text/tab-separated-values":
    case "application/x-ndjson":
      return readTableFile(bytes, name, wish);
  }
  if (!isTextType(mediaType)) return { problem: unreadable(mediaType) };
  const text = decodeText(bytes, request.charset);
  if (text.trim() === "") return { problem: "it is empty" };
  const title = mediaType === "text/markdown" ? /^#{1,2} (.{1,200})$/m.exec(text)?.[1]?.trim() : undefined;
  return {
    ...(title === undefined ? {} : { title }),
    ...pagesOf(mediaType === "application/json" ? readableJson(text) : text, wish),
  };
}

/** One value a line; text that is not valid JSON, or nested too deeply, stays as it is. */
function readableJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
}

/** `<meta charset>` counts where the server said nothing. */
function charsetOfPage(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 2048));
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head)?.[1];
}

function unreadable(mediaType: string): string {
  if (mediaType.includes("spreadsheet") || mediaType.includes("ms-excel"))
    return "it is a spreadsheet; save it as CSV and use that file";
  if (mediaType === "application/msword") return "it is in the old Word format; save it as DOCX";
  if (mediaType.startsWith("image/")) return `it is a picture (${mediaType}), and pictures cannot be read here`;
  return `it is neither text nor a document that can be read here (${mediaType})`;
}
