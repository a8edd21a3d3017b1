/**
 * The Markdown that models write, as HTML: headings, paragraphs, lists, tables, code, quotes, emphasis and links.
 *
 * Everything is escaped before it is marked up, so the text can add no element and no attribute of its own. Images are
 * left as links: a picture from elsewhere would tell its server who reads the report.
 */
import { escapeHtml } from "./table-text.ts";

/** `firstHeading` is the level that `#` becomes; deeper ones follow. */
export function markdownToHtml(
  markdown: string,
  { firstHeading = 3 }: { readonly firstHeading?: number } = {},
): string {
  const lines = markdown.replace(/\r\n?/g, "\n").split("\n");
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const block =
      readers.map((read) => read(lines, at, firstHeading)).find((found) => found !== undefined) ?? paragraph(lines, at);
    if (block.html !== "") blocks.push(block.html);
    at = block.next;
  }
  return blocks.join("\n");
}

interface Block {
  readonly html: string;
  /** The first line after it. */
  readonly next: number;
}

type Reader = (lines: readonly string[], at: number, firstHeading: number) => Block | undefined;

const LIST_ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

const blank: Reader = (lines, at) => ((lines[at] ?? "").trim() === "" ? { html: "", next: at + 1 } : undefined);

const fence: Reader = (lines, at) => {
  const mark = /^\s*(```+|~~~+)/.exec(lines[at] ?? "")?.[1];
  if (mark === undefined) return undefined;
  const end = lines.findIndex((line, index) => index > at && line.trim().startsWith(mark));
  const last = end < 0 ? lines.length : end;
  return { html: `<pre><code>${escapeHtml(lines.slice(at + 1, last).join("\n"))}</code></pre>`, next: last + 1 };
};

const heading: Reader = (lines, at, firstHeading) => {
  const match = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[at] ?? "");
  if (match === null) return undefined;
  const level = Math.min(6, firstHeading - 1 + (match[1]?.length ?? 1));
  return { html: `<h${level}>${inline(match[2] ?? "")}</h${level}>`, next: at + 1 };
};

const rule: Reader = (lines, at) =>
  /^\s*([-*_])(\s*\1){2,}\s*$/.test(lines[at] ?? "") ? { html: "<hr>", next: at + 1 } : undefined;

/** Quotes in quotes become one: thousands of them would else be as many calls deep. */
const quote: Reader = (lines, at, firstHeading) => {
  const end = endOf(lines, at, (line) => /^\s*>/.test(line));
  if (end === at) return undefined;
  const inner = lines.slice(at, end).map((line) => line.replace(/^\s*>[>\s]*/, ""));
  return { html: `<blockquote>${markdownToHtml(inner.join("\n"), { firstHeading })}</blockquote>`, next: end };
};

const table: Reader = (lines, at) => {
  const isTable = (lines[at] ?? "").includes("|") && TABLE_RULE.test(lines[at + 1] ?? "");
  if (!isTable) return undefined;
  const end = endOf(lines, at + 2, (line) => line.includes("|"));
  const toRight = cellsOf(lines[at + 1] ?? "").map((cell) => cell.endsWith(":"));
  const row = (line: string, tag: string) =>
    `<tr>${cellsOf(line)
      .map((cell, index) => `<${tag}${toRight[index] ? ' class="number"' : ""}>${inline(cell)}</${tag.slice(0, 2)}>`)
      .join("")}</tr>`;
  const body = lines.slice(at + 2, end).map((line) => row(line, "td"));
  return {
    html: `<div class="wide"><table>\n<thead>${row(lines[at] ?? "", 'th scope="col"')}</thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table></div>`,
    next: end,
  };
};

/** Deeper items become a list inside their item; a line that is indented belongs to the item above it. */
const list: Reader = (lines, at, firstHeading) => {
  const first = LIST_ITEM.exec(lines[at] ?? "");
  if (first === null) return undefined;
  const indent = first[1]?.length ?? 0;
  const isOrdered = /\d/.test(first[2] ?? "");
  const items: string[][] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? "";
    const match = LIST_ITEM.exec(line);
    const depth = /^\s*/.exec(line)?.[0].length ?? 0;
    if (match !== null && depth <= indent) {
      if (/\d/.test(match[2] ?? "") !== isOrdered || depth < indent) break;
      items.push([match[3] ?? ""]);
    } else if (line.trim() !== "" && (depth > indent || match !== null)) {
      items.at(-1)?.push(line);
    } else if (line.trim() !== "" || !LIST_ITEM.test(lines[next + 1] ?? "")) {
      break;
    }
  }
  const tag = isOrdered ? "ol" : "ul";
  const start =
    isOrdered && first[2] !== undefined && Number.parseInt(first[2], 10) !== 1
      ? ` start="${Number.parseInt(first[2], 10)}"`
      : "";
  const html = items.map(
    ([head, ...rest]) => `<li>${inline(head ?? "")}${rest.length > 0 ? itemRest(rest, firstHeading) : ""}</li>`,
  );
  return { html: `<${tag}${start}>\n${html.join("\n")}\n</${tag}>`, next };
};

function itemRest(lines: readonly string[], firstHeading: number): string {
  const indent = Math.min(...lines.map((line) => /^\s*/.exec(line)?.[0].length ?? 0));
  return markdownToHtml(lines.map((line) => line.slice(indent)).join("\n"), { firstHeading });
}

const readers: readonly Reader[] = [blank, fence, heading, rule, quote, table, list];

function paragraph(lines: readonly string[], at: number): Block {
  // The first line is taken whatever it is, so that every round makes progress.
  const end = Math.max(
    at + 1,
    endOf(lines, at + 1, (line, index) => readers.every((read) => read(lines, index, 3) === undefined) && line !== ""),
  );
  return {
    html: `<p>${lines
      .slice(at, end)
      .map((line) => inline(line.trim()))
      .join("<br>\n")}</p>`,
    next: end,
  };
}

function endOf(lines: readonly string[], at: number, belongs: (line: string, index: number) => boolean): number {
  let end = at;
  while (end < lines.length && belongs(lines[end] ?? "", end)) end++;
  return end;
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** Code, links, addresses, emphasis. Each piece is escaped once, and what is inside code is left alone. */
function inline(text: string): string {
  const pattern =
    /`([^`]{1,2000})`|!?\[([^\][]{0,500})\]\(([^()\s]{1,2000})\)|\b(https?:\/\/[^\s<>"')\]]+[^\s<>"')\].,;:!?])|\\([\\`*_{}[\]()#+\-.!|<>])/g;
  let html = "";
  let from = 0;
  // Escaped characters and finished pieces stand aside while emphasis is looked for.
  const pieces: string[] = [];
  for (const match of text.matchAll(pattern)) {
    const [whole, code, label, target, address, escaped] = match;
    html += escapeHtml(text.slice(from, match.index)).replaceAll("\u0000", "");
    html += `\u0000${pieces.length}\u0000`;
    pieces.push(pieceOf({ code, label, target, address, escaped }));
    from = match.index + whole.length;
  }
  html += escapeHtml(text.slice(from)).replaceAll("\u0000", "");
  return emphasised(html).replace(/\u0000(\d+)\u0000/g, (_, index: string) => pieces[Number(index)] ?? "");
}

type Piece = Readonly<Partial<Record<"code" | "label" | "target" | "address" | "escaped", string | undefined>>>;

function pieceOf({ code, label, target, address, escaped }: Piece): string {
  if (code !== undefined) return `<code>${escapeHtml(code)}</code>`;
  if (target !== undefined)
    return linked(target, emphasised(escapeHtml(label === undefined || label === "" ? target : label)));
  if (address !== undefined) return linked(address, escapeHtml(address));
  return escapeHtml(escaped ?? "");
}

function linked(target: string, html: string): string {
  return /^(https?:|mailto:)/i.test(target) ? `<a href="${escapeHtml(target)}" rel="noreferrer">${html}</a>` : html;
}

/** What is emphasised is bounded, so that a line of stars takes no time to speak of. */
function emphasised(html: string): string {
  return html
    .replace(/\*\*(?=\S)(.{1,500}?)(?<=\S)\*\*/g, "<strong>$1</strong>")
    .replace(/(?<!\w)__(?=\S)(.{1,500}?)(?<=\S)__(?!\w)/g, "<strong>$1</strong>")
    .replace(/(?<![\w*])\*(?=[^\s*])(.{1,500}?)(?<=[^\s*])\*(?!\w)/g, "<em>$1</em>")
    .replace(/(?<!\w)_(?=\S)(.{1,500}?)(?<=\S)_(?!\w)/g, "<em>$1</em>");
}
