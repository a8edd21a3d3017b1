import type { Token } from "marked";
import { describe, expect, it } from "vitest";
import { type MarkdownText, noMarkdown, readMarkdown } from "./markdown-blocks.ts";

const long = `# Title

A **bold** word, *another* and \`code\`.

- one
- two with [a link](https://example.org/x)

| a | b |
|---|---|
| 1 | 2 |

\`\`\`ts
const a = "**not bold**";
\`\`\`

The end [1].`;

function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      const { tokens: below, items, header, rows, text } = token as never as Record<string, never>;
      if (token.type === "code" || token.type === "codespan") return "";
      if (items !== undefined) return plain((items as { tokens: Token[] }[]).flatMap((item) => item.tokens));
      if (header !== undefined)
        return plain([header, ...(rows as Token[][])].flat().flatMap((cell) => (cell as { tokens: Token[] }).tokens));
      return below === undefined ? (text ?? "") : plain(below);
    })
    .join(" ");
}

describe("readMarkdown", () => {
  it("never shows a bare sign while a text grows, wherever it is cut", () => {
    let read: MarkdownText = noMarkdown;
    for (let length = 1; length <= long.length; length++) {
      read = readMarkdown(long.slice(0, length), read, true);
      const seen = plain(read.blocks.map(({ token }) => token));
      expect(seen, `at ${length}: ${JSON.stringify(long.slice(Math.max(0, length - 20), length))}`).not.toMatch(
        /\*|`|#|\]\(|https:/,
      );
    }
  });

  it("reads the whole at the end as if it had come at once", () => {
    let read: MarkdownText = noMarkdown;
    for (let length = 7; length < long.length; length += 7) read = readMarkdown(long.slice(0, length), read, true);
    const grown = readMarkdown(long, read, false).blocks.map(({ raw, at }) => [at, raw]);
    expect(grown).toEqual(readMarkdown(long, noMarkdown, false).blocks.map(({ raw, at }) => [at, raw]));
  });

  it("keeps what is settled", () => {
    const first = readMarkdown("one\n\ntwo\n\nthree", noMarkdown, true);
    const second = readMarkdown("one\n\ntwo\n\nthree and more", first, true);
    expect(second.blocks[0]).toBe(first.blocks[0]);
    expect(second.blocks.at(-1)?.raw).toBe("three and more");
  });

  it("begins anew when the text is another", () => {
    const first = readMarkdown("one\n\ntwo\n\nthree", noMarkdown, true);
    expect(readMarkdown("x", first, true).blocks.map(({ raw }) => raw)).toEqual(["x"]);
  });
});
