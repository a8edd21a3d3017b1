/** For tests: what a terminal shows after some output. It knows as many control sequences as the CLI uses. */
import type { Output } from "./surroundings.ts";

export interface Screen extends Output {
  /** Rows with something on them, without trailing blanks; also what has scrolled away. */
  shown(): readonly string[];
}

export function createScreen(columns: number, height: number): Screen {
  const rows: string[] = [""];
  let row = 0;
  let column = 0;

  const put = (letter: string): void => {
    if (column === columns) lineFeed();
    const line = (rows[row] ?? "").padEnd(column);
    rows[row] = line.slice(0, column) + letter + line.slice(column + 1);
    column++;
  };
  const lineFeed = (): void => {
    row++;
    column = 0;
    if (rows[row] === undefined) rows[row] = "";
  };
  // What has scrolled out at the top cannot be reached any more.
  const top = (): number => Math.max(0, rows.length - height);

  return {
    write(text) {
      for (const [token, up, erase] of text.matchAll(/\u001b\[(\d+)A|\u001b\[(J)|\u001b\[[0-9;]*m|[\s\S]/g)) {
        if (up !== undefined) row = Math.max(top(), row - Number(up));
        else if (erase !== undefined) {
          rows.splice(row + 1);
          rows[row] = (rows[row] ?? "").slice(0, column);
        } else if (token === "\n") lineFeed();
        else if (token === "\r") column = 0;
        else if (!token.startsWith("\u001b")) put(token);
      }
    },
    shown: () => rows.map((line) => line.trimEnd()).filter((line) => line !== ""),
  };
}
