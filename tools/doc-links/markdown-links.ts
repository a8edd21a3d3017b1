/** What a Markdown page links to and what can be linked in it, as GitHub reads both. */

export interface MarkdownLink {
  /** Line of the page, 1 for the first. */
  readonly line: number;
  /** As written, without a title behind it. */
  readonly target: string;
}

/** Links, images and definitions of the page, in order; what stands in code is no link. */
export function linksOf(page: string): readonly MarkdownLink[] {
  return textLines(page).flatMap(({ line, text }) => {
    const found = [
      ...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g),
      ...text.matchAll(/^\s*\[[^\]]+\]:\s+<?([^\s>]+)>?/g),
      ...text.matchAll(/\s(?:href|src)="([^"]+)"/g),
    ];
    return found.map(([, target = ""]) => ({ line, target }));
  });
}

/** The anchors of all headings; a heading that comes again gets `-1`, `-2` behind it. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const countsBySlug = new Map<string, number>();
  const anchors = new Set<string>();
  for (const { raw } of textLines(page)) {
    const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(raw)?.[1];
    if (heading === undefined) continue;
    const slug = slugOf(heading);
    const count = countsBySlug.get(slug) ?? 0;
    countsBySlug.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

function slugOf(heading: string): string {
  const text = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*`]/g, "");
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

interface TextLine {
  readonly line: number;
  /** Without code between backticks. */
  readonly text: string;
  readonly raw: string;
}

/** The lines outside fenced code. */
function textLines(page: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  let fence = "";
  for (const [index, raw] of page.split(/\r?\n/).entries()) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(raw)?.[1] ?? "";
    if (fence !== "") {
      if (mark.startsWith(fence)) fence = "";
    } else if (mark !== "") fence = mark;
    else lines.push({ line: index + 1, text: raw.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, ""), raw });
  }
  return lines;
}
