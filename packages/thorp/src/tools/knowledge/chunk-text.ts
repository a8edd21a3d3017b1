/**
 * A document in passages that stand by themselves: paragraphs, lists and code under one heading, cut to a readable
 * length. Each knows the headings above it, since a paragraph seldom repeats what it is about.
 */

/** One passage, word for word. */
export interface Chunk {
  /** Headings above it, outermost first. */
  readonly headings: readonly string[];
  readonly text: string;
  /** From 1, for documents that have pages. */
  readonly page?: number;
}

/** A passage is closed when it would grow beyond this. Characters. */
const GOOD_LENGTH = 900;
/** A single block beyond this is cut. Characters. */
const LONGEST_BLOCK = 1400;
const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/;
const FENCE = /^\s*(```|~~~)/;

/** Headings are Markdown's (`#`); a text without them is cut at its paragraphs. */
export function chunkText(text: string, page?: number): readonly Chunk[] {
  const chunks: Chunk[] = [];
  const headings: string[] = [];
  let waiting: string[] = [];
  const close = (): void => {
    const whole = waiting.join("\n\n").trim();
    waiting = [];
    if (whole === "") return;
    chunks.push({
      headings: headings.filter((heading) => heading !== ""),
      text: whole,
      ...(page === undefined ? {} : { page }),
    });
  };
  for (const block of blocksOf(text)) {
    const heading = HEADING.exec(block);
    if (heading !== null) {
      close();
      const above = (heading[1] ?? "#").length - 1;
      headings.splice(above);
      while (headings.length < above) headings.push("");
      headings.push(plainHeading(heading[2] ?? ""));
      continue;
    }
    for (const part of cutLong(block)) {
      const length = waiting.reduce((sum, each) => sum + each.length, 0);
      if (length > 0 && length + part.length > GOOD_LENGTH) close();
      waiting.push(part);
    }
  }
  close();
  return chunks;
}

/** Headings, paragraphs and fenced code, each whole. */
function blocksOf(text: string): readonly string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence: string | undefined;
  const close = (): void => {
    if (lines.length > 0) blocks.push(lines.join("\n"));
    lines = [];
  };
  for (const line of text.split(/\r?\n/)) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      lines.push(line);
      if (mark === fence) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
      lines.push(line);
    } else if (HEADING.test(line)) {
      close();
      blocks.push(line);
    } else if (line.trim() === "") close();
    else lines.push(line);
  }
  close();
  return blocks;
}

/** At line ends, else at sentences, else anywhere; the head of a table stands over each of its parts. */
function cutLong(block: string): readonly string[] {
  if (block.length <= LONGEST_BLOCK) return [block];
  const lines = block.split("\n");
  const isTable = /^\s*\|/.test(lines[0] ?? "") && /^\s*\|[\s:|-]+$/.test(lines[1] ?? "");
  const head = isTable ? lines.slice(0, 2) : [];
  const parts: string[] = [];
  let part: string[] = [...head];
  for (const piece of lines.slice(head.length).flatMap(piecesOf)) {
    if (part.length > head.length && part.join("\n").length + piece.length > GOOD_LENGTH) {
      parts.push(part.join("\n"));
      part = [...head];
    }
    part.push(piece);
  }
  return part.length > head.length ? [...parts, part.join("\n")] : parts;
}

function piecesOf(line: string): readonly string[] {
  if (line.length <= GOOD_LENGTH) return [line];
  return (line.match(/[^.!?]+(?:[.!?]+\s*|$)/g) ?? [line]).flatMap(
    (sentence) => sentence.match(new RegExp(`[^]{1,${GOOD_LENGTH}}`, "gu")) ?? [],
  );
}

function plainHeading(heading: string): string {
  return heading
    .replace(/[`*_]/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .trim()
    .slice(0, 120);
}
