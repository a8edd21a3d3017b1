/** The text of a PDF, page by page. Runs in the document thread: a hostile file may take all the time it can get. */
import type { getDocumentProxy } from "unpdf";
import type { DocumentPage, DocumentReading, PageWish } from "./document-text.ts";

/** Reads the wished pages in order. Bytes are taken over by the library and must not be used afterwards. */
export async function readPdf(bytes: Uint8Array, wish: PageWish): Promise<DocumentReading> {
  const library = await import("unpdf");
  let pdf: Pdf;
  try {
    // Verbosity 0: errors only, for the library warns on the standard output.
    pdf = await library.getDocumentProxy(bytes, { verbosity: 0 });
  } catch (error) {
    return { problem: problemOf(error as Error) };
  }
  const pages: DocumentPage[] = [];
  let characters = 0;
  let broken = 0;
  for (const number of wish.pages ?? Array.from({ length: pdf.numPages }, (_, index) => index + 1)) {
    if (number > pdf.numPages || characters >= wish.characters) break;
    const text = await textOfPage(pdf, number).catch(() => undefined);
    if (text === undefined) broken++;
    pages.push({ number, text: text ?? "" });
    characters += text?.length ?? 0;
  }
  if (pages.length === 0)
    return { problem: `it has ${pdf.numPages} page${pdf.numPages === 1 ? "" : "s"}, and none of those asked for` };
  if (broken === pages.length) return { problem: "its pages are damaged" };
  if (characters === 0)
    return { problem: "its pages hold no text; they are probably scanned pictures, which cannot be read here" };
  const title = await titleOf(pdf);
  return {
    ...(title === undefined ? {} : { title }),
    pages,
    totalPages: pdf.numPages,
    ...(broken === 0 ? {} : { note: `${broken} damaged page${broken === 1 ? " was" : "s were"} left out.` }),
  };
}

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

async function textOfPage(pdf: Pdf, number: number): Promise<string> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const parts: string[] = [];
  for (const item of items) if ("str" in item) parts.push(item.str, item.hasEOL ? "\n" : "");
  page.cleanup();
  return parts
    .join("")
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

async function titleOf(pdf: Pdf): Promise<string | undefined> {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  const title = (info as { readonly Title?: unknown }).Title;
  return typeof title === "string" && title.trim() !== "" ? title.trim().slice(0, 200) : undefined;
}

function problemOf(error: Error): string {
  switch (error.name) {
    case "PasswordException":
      return "it is protected with a password";
    case "InvalidPDFException":
      return "it is not a valid PDF, or damaged";
    default:
      return `it cannot be opened (${error.message.slice(0, 200)})`;
  }
}
