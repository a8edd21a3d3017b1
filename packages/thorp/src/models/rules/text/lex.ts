/**
 * Cuts a request into tokens. What is one thing to a reader (a path, an address, a quotation, a number with its
 * separators, an ISO date) is one token, so that no later stage splits inside it.
 */
import type { FileNote } from "../../brief.ts";

/** What a token is to a reader. */
export type TokenKind = "word" | "number" | "mark" | "quoted" | "url" | "path" | "date";

/** A piece of a text; `start` and `end` are positions in it. */
export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Lower case; of a quotation the inside. */
  readonly lower: string;
  /** What the token stands for: the inside of a quotation, the path as tools take it, the number without separators. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const extensions =
  "csv|tsv|json|jsonl|ndjson|xlsx?|pdf|docx?|odt|rtf|html?|mdx?|markdown|txt|text|log|ya?ml|toml|xml|ini|cfg|conf|env|sql|db|sqlite|parquet|" +
  "jsx?|tsx?|mjs|cjs|py|rb|go|rs|java|kt|c|h|cc|cpp|hpp|cs|php|swift|sh|bash|zsh|ps1|css|scss|svg|png|jpe?g|gif|webp|bmp|tiff?|mp[34]|wav|zip|gz|tar|eml|ics|pptx?|tex|bib|rst|lock";
const tlds = "com|org|net|io|dev|gov|edu|info|eu|de|uk|fr|es|nl|ch|at|us|ca|au|ai|app|co|me|wiki|news|int|example|test";

const quoteForms = [
  /"([^"\n]+)"/y,
  /“([^”\n]+)”/y,
  /`([^`\n]+)`/y,
  /'([^'\n]+)'(?![A-Za-z])/y,
  /‘([^’\n]+)’(?![A-Za-z])/y,
  /«\s?([^»\n]+?)\s?»/y,
];
const urlForm = new RegExp(
  `https?://[^\\s<>"'“”]*[^\\s<>"'“”.,;:!?)\\]]|www\\.[\\w-]+(?:\\.[\\w-]+)+(?:/[^\\s<>"'“”]*[^\\s<>"'“”.,;:!?)\\]])?|(?:[a-z0-9-]+\\.)+(?:${tlds})(?![\\w-]|\\.\\w)(?:/[^\\s<>"'“”]*[^\\s<>"'“”.,;:!?)\\]])?`,
  "iy",
);
const pathForm = new RegExp(
  `attachment:[^\\s,;"']*[^\\s,;"'.?!)]|result:[\\w.-]*\\w|(?:~?/|\\.{1,2}/)?(?:[\\w@.*+-]+/)*[\\w@*+-][\\w@.*+-]*\\.(?:${extensions})(?![\\w/-]|\\.\\w)|(?:~/|\\.{1,2}/)(?:[\\w@.*+-]+/)*[\\w@*+-]*[\\w*]/?|\\.{1,2}/|(?:[\\w@.*+-]*[A-Za-z_*][\\w@.*+-]*/)+(?![\\w])|[\\w@+-]*[A-Za-z_][\\w@.+-]*(?:/[\\w@.*+-]*[A-Za-z_][\\w@.*+-]*){2,}|\\*\\*?/?\\*?\\.\\w+|\\.(?:${extensions})(?![\\w/-]|\\.\\w)`,
  "iy",
);
const folderForm = /[A-Za-z_][\w-]+\/[A-Za-z_][\w-]{2,}(?![\w.])/y;
const dateForm = /\d{4}-\d{2}-\d{2}(?![\d-])|\d{4}-\d{2}(?![\d-])|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}\/\d{1,2}\/\d{4}/y;
const numberForm = /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+/y;
const wordForm = /tl;?dr(?![a-z])|[\p{L}_][\p{L}\p{M}\p{N}_]*(?:[-'’][\p{L}\p{N}_]+)*/iuy;
const spaceForm = /\s+/y;

/** All tokens of a text; `files` are recognised by name even where the name has spaces. */
export function lex(text: string, files: readonly FileNote[] = []): readonly Token[] {
  const names = fileNames(files);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(spaceForm, text, at);
    if (space !== undefined) {
      if (space.includes("\n"))
        tokens.push({ kind: "mark", text: "\n", lower: "\n", value: "\n", start: at, end: at + space.length });
      at += space.length;
      continue;
    }
    const token = tokenAt(text, at, names);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, at: number, names: readonly FileName[]): Token {
  const make = (kind: TokenKind, written: string, value = written): Token => {
    return { kind, text: written, lower: value.toLowerCase(), value, start: at, end: at + written.length };
  };
  const atEdge = at === 0 || !/[\p{L}\p{N}_]/u.test(text[at - 1] ?? "");
  for (const form of atEdge ? quoteForms : []) {
    const quoted = match(form, text, at);
    if (quoted !== undefined) return quotedToken(make, quoted, names);
  }
  const name = atEdge ? names.find((known) => startsWithName(text, at, known.written)) : undefined;
  if (name !== undefined) return make("path", text.slice(at, at + name.written.length), name.path);
  // Paths and addresses are short; on a wall of characters their patterns would try for minutes.
  const short = atEdge && isShortRun(text, at);
  const url = short ? match(urlForm, text, at) : undefined;
  if (url !== undefined && !isFileName(url)) return make("url", url, /^https?:/i.test(url) ? url : `https://${url}`);
  const path = short ? match(pathForm, text, at) : undefined;
  if (path !== undefined && /[A-Za-z*]/.test(path) && path !== "and/or")
    return make(
      "path",
      path,
      path.startsWith(".") &&
        !/^\.{0,2}\//.test(path) &&
        !path.slice(1).includes(".") &&
        new RegExp(`^\\.(?:${extensions})$`, "i").test(path)
        ? `*${path}`
        : path,
    );
  // "examples/data" is a folder behind "in", but "input/output" is two words.
  const folder =
    atEdge &&
    /\b(?:in|from|under|of|at|to|into|folder|directory|inside|ls|open|list)\s+$/i.test(
      text.slice(Math.max(0, at - 14), at),
    )
      ? match(folderForm, text, at)
      : undefined;
  if (folder !== undefined) return make("path", folder);
  const date = match(dateForm, text, at);
  if (date !== undefined) return make("date", date);
  const number = match(numberForm, text, at);
  if (number !== undefined) return make("number", number, number.replaceAll(",", ""));
  const word = match(wordForm, text, at);
  if (word !== undefined) return make("word", word, word.replaceAll("’", "'"));
  return make("mark", String.fromCodePoint(text.codePointAt(at) ?? 0));
}

const LONGEST_RUN = 400;

/** True where white space comes within a few hundred characters. */
function isShortRun(text: string, at: number): boolean {
  return text.length - at <= LONGEST_RUN || /\s/.test(text.slice(at, at + LONGEST_RUN));
}

function quotedToken(
  make: (kind: TokenKind, written: string, value?: string) => Token,
  written: string,
  names: readonly FileName[],
): Token {
  const inside = written.slice(1, -1).trim();
  const known = names.find((name) => name.written.toLowerCase() === inside.toLowerCase());
  if (known !== undefined) return make("path", written, known.path);
  if (match(urlForm, inside, 0) === inside && !isFileName(inside)) return make("url", written, inside);
  if (match(pathForm, inside, 0) === inside) return make("path", written, inside);
  return make("quoted", written, inside);
}

interface FileName {
  readonly written: string;
  readonly path: string;
}

/** Every way a known file may be written, longest first: its path, its name, an attachment without the prefix. */
function fileNames(files: readonly FileNote[]): readonly FileName[] {
  const names: FileName[] = [];
  for (const { path } of files) {
    const bare = path.replace(/^attachment:/, "");
    for (const written of new Set([path, bare, bare.slice(bare.lastIndexOf("/") + 1)])) {
      // A file called "a" would be found in every sentence.
      if (written.length > 2) names.push({ written, path });
    }
  }
  return names.sort((a, b) => b.written.length - a.written.length);
}

function startsWithName(text: string, at: number, name: string): boolean {
  const end = at + name.length;
  if (text.slice(at, end).toLowerCase() !== name.toLowerCase()) return false;
  return !/^(?:[\p{L}\p{N}_/-]|\.\w)/u.test(text.slice(end, end + 2));
}

function isFileName(text: string): boolean {
  return new RegExp(`^[^/]*\\.(?:${extensions})$`, "i").test(text);
}

function match(form: RegExp, text: string, at: number): string | undefined {
  form.lastIndex = at;
  return form.exec(text)?.[0];
}
