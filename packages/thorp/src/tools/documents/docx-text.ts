/** The text of a Word document as Markdown. Runs in the document thread. */
import { zipProblem } from "./check-zip.ts";
import { type DocumentReading, type PageWish, pagesOf } from "./document-text.ts";
import { readHtml } from "./html-text.ts";

const MOST_UNPACKED = 128 << 20;

/** Headings, lists, tables and links are kept; pictures are not. */
export async function readDocx(bytes: Uint8Array, wish: PageWish): Promise<DocumentReading> {
  const problem = zipProblem(bytes, MOST_UNPACKED);
  if (problem !== undefined) return { problem };
  const { default: mammoth } = await import("mammoth");
  let html: string;
  try {
    const options = {
      // Pictures would come as megabytes of base64.
      convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
      // A document can name files of this machine as its parts.
      externalFileAccess: false,
    };
    ({ value: html } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, options));
  } catch (error) {
    const reason = (error as Error).message.slice(0, 200);
    return {
      problem: /main document part/i.test(reason) ? "it is not a Word document" : `it cannot be opened (${reason})`,
    };
  }
  const { text } = await readHtml(html, { isPage: false });
  if (text === "") return { problem: "it holds no text" };
  // Only a heading above everything is the document's; a later one is a chapter's.
  const title = /^# (.{1,200})$/m.exec(text.split("\n", 1)[0] ?? "")?.[1];
  return { ...(title === undefined ? {} : { title }), ...pagesOf(text, wish) };
}
