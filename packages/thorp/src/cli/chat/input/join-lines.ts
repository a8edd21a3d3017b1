/**
 * From lines to requests, the same in a terminal and from a pipe: one line is one request, unless it ends in a
 * backslash or opens a block with three backticks, which goes on to the line that closes it.
 */

/** Blank requests come to nothing; a backslash that goes on is taken off, backticks stay. */
export interface LineJoiner {
  /** The whole request once it is complete. */
  push(line: string): string | undefined;
  /** What has come so far, when nothing more will. */
  flush(): string | undefined;
  /** Forgets what has come so far. */
  drop(): void;
  /** True between the lines of one request. */
  readonly isOpen: boolean;
}

/** For one source of lines: what was begun in it stays until it is complete, flushed or dropped. */
export function createLineJoiner(): LineJoiner {
  let lines: string[] = [];
  let isFenced = false;

  const flush = (): string | undefined => {
    const text = lines.join("\n");
    lines = [];
    isFenced = false;
    return text.trim() === "" ? undefined : text;
  };
  return {
    push(line) {
      const fences = line.split("```").length - 1;
      if (fences % 2 === 1) isFenced = !isFenced;
      const goesOn = !isFenced && /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
      lines.push(goesOn ? line.slice(0, -1) : line);
      return isFenced || goesOn ? undefined : flush();
    },
    flush,
    drop: () => void flush(),
    get isOpen() {
      return lines.length > 0;
    },
  };
}
