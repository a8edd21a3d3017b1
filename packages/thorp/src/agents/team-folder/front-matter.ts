/** A Markdown file that begins with YAML between two `---` lines. */
import { readYaml, type YamlSource } from "../../base/yaml-source.ts";

/** A file taken apart. */
export interface FrontMatterFile {
  readonly source: YamlSource;
  /** What follows the front matter, trimmed. */
  readonly body: string;
  /** The line below the closing fence. */
  readonly bodyLine: number;
}

const fence = /^---[ \t]*$/;

/** Expects `\n` line ends and no byte order mark. A missing fence is a problem of `source`. */
export function readFrontMatter(text: string): FrontMatterFile {
  const lines = text.split("\n");
  if (!fence.test(lines[0] ?? ""))
    return unreadable("the file must begin with a line `---`, its keys, and `---` again");
  const end = lines.findIndex((line, index) => index > 0 && fence.test(line));
  if (end < 0) return unreadable("the front matter that begins here is never closed by a line `---`");
  return {
    source: readYaml(lines.slice(1, end).join("\n"), 1),
    body: lines
      .slice(end + 1)
      .join("\n")
      .trim(),
    bodyLine: end + 2,
  };
}

function unreadable(message: string): FrontMatterFile {
  const start = { line: 1, column: 1 };
  return {
    source: { value: undefined, problems: [{ ...start, message }], locate: () => start },
    body: "",
    bodyLine: 1,
  };
}
