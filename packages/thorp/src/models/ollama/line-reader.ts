/** Text cut into lines as it comes; what is not yet a whole line is kept in pieces and joined once. */

/** One body, read once. */
export interface LineReader {
  /** Calls back for every line that is complete, without its end. */
  feed(text: string): void;
  /** Hands over the last line, if it has no end. */
  end(): void;
}

/** A line ends with `\n`; a `\r` before it stays. */
export function createLineReader(onLine: (line: string) => void): LineReader {
  let pieces: string[] = [];
  return {
    feed(text) {
      let start = 0;
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", start)) {
        pieces.push(text.slice(start, at));
        const line = pieces.length === 1 ? pieces[0] : pieces.join("");
        pieces = [];
        start = at + 1;
        onLine(line ?? "");
      }
      if (start < text.length) pieces.push(text.slice(start));
    },
    end() {
      const line = pieces.join("");
      pieces = [];
      if (line !== "") onLine(line);
    },
  };
}
