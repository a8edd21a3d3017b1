/**
 * A change of a text in one place that is clear: small models retype whole files badly, and a text that stands twice is
 * no place.
 */
import { ThorpError } from "../base/errors.ts";

/** `replace`: `find` must stand exactly once. `insert`: below a line, 0 for the top. */
export type TextEdit =
  | { readonly kind: "replace"; readonly find: string; readonly put: string }
  | { readonly kind: "insert"; readonly line: number; readonly text: string };

/** The changed text, and the line that the change begins on. Throws `input-invalid` and says what to send instead. */
export function editText(text: string, edit: TextEdit): { readonly text: string; readonly line: number } {
  return edit.kind === "replace" ? replaced(text, edit) : inserted(text, edit);
}

/** Bytes as the text that is edited: line ends stay. Throws `input-invalid` for what is no UTF-8. */
export function editableText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new ThorpError("input-invalid", `"${path}" is no text in UTF-8, so it cannot be edited.`, { cause: error });
  }
}

function replaced(text: string, { find, put }: Extract<TextEdit, { kind: "replace" }>): ReturnType<typeof editText> {
  if (find === "") throw new ThorpError("input-invalid", "The text to be replaced is empty; insert instead.");
  const at = text.indexOf(find);
  // Models write line ends as they know them.
  if (at < 0 && text.includes("\r\n") && /(^|[^\r])\n/.test(find)) {
    const asThere = (words: string) => words.replace(/\r?\n/g, "\r\n");
    return replaced(text, { kind: "replace", find: asThere(find), put: asThere(put) });
  }
  if (at < 0) throw new ThorpError("input-invalid", notThere(text, find));
  const more = text.indexOf(find, at + 1);
  if (more >= 0) {
    const lines = [at, more].map((place) => lineAt(text, place)).join(" and ");
    throw new ThorpError(
      "input-invalid",
      `The text to be replaced stands more than once, on lines ${lines}; give more of what is around it.`,
    );
  }
  return { text: text.slice(0, at) + put + text.slice(at + find.length), line: lineAt(text, at) };
}

/** A line is often right but for its spaces: then its number says where to look. */
function notThere(text: string, find: string): string {
  const plain = (line: string) => line.replace(/\s+/g, " ").trim();
  const first = find.split("\n").find((line) => line.trim() !== "") ?? "";
  const near = first === "" ? -1 : text.split("\n").findIndex((line) => plain(line) === plain(first));
  const hint = near < 0 ? "View the file and copy it exactly." : `Line ${near + 1} is like it but for its spaces.`;
  return `The text to be replaced is not in the file. ${hint}`;
}

function inserted(
  text: string,
  { line, text: added }: Extract<TextEdit, { kind: "insert" }>,
): ReturnType<typeof editText> {
  const lines = text === "" ? [] : text.split("\n");
  const isClosed = lines.at(-1) === "";
  const count = isClosed ? lines.length - 1 : lines.length;
  if (!Number.isInteger(line) || line < 0 || line > count) {
    throw new ThorpError("input-invalid", `There is no line ${line}; the file has ${count}. 0 inserts at the top.`);
  }
  const own = added.endsWith("\n") ? added.slice(0, -1) : added;
  return { text: [...lines.slice(0, line), ...own.split("\n"), ...lines.slice(line)].join("\n"), line: line + 1 };
}

function lineAt(text: string, place: number): number {
  return text.slice(0, place).split("\n").length;
}
