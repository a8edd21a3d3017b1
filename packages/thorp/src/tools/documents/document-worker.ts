/**
 * The thread in which documents of strangers are taken apart: one document, one answer. It is stopped from outside when
 * it takes too long or too much memory.
 */
import { parentPort } from "node:worker_threads";
import { type DocumentReading, type PageWish, pagesOf } from "./document-text.ts";
import { readDocx } from "./docx-text.ts";
import { readHtml } from "./html-text.ts";
import { readPdf } from "./pdf-text.ts";

/** The one message that the thread gets. */
export type DocumentOrder = { readonly wish: PageWish } & (
  | { readonly kind: "pdf" | "docx"; readonly bytes: Uint8Array }
  | { readonly kind: "html"; readonly text: string; readonly baseUrl?: string }
);

/** Whatever a document does to its reader comes back as a problem in words. */
export async function readOrder(order: DocumentOrder): Promise<DocumentReading> {
  try {
    switch (order.kind) {
      case "pdf":
        return await readPdf(order.bytes, order.wish);
      case "docx":
        return await readDocx(order.bytes, order.wish);
      case "html": {
        const { text, ...rest } = await readHtml(
          order.text,
          order.baseUrl === undefined ? {} : { baseUrl: order.baseUrl },
        );
        return text === ""
          ? { problem: "it holds no text; its content may be made by a script" }
          : { ...rest, ...pagesOf(text, order.wish) };
      }
    }
  } catch (error) {
    if (error instanceof RangeError) return { problem: "it is nested too deeply to be read" };
    return { problem: `it cannot be read (${(error as Error).message.slice(0, 200)})` };
  }
}

parentPort?.once("message", (order: DocumentOrder) => {
  void readOrder(order).then((reading) => parentPort?.postMessage(reading));
});
