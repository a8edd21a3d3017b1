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
  const erase = (command: string, count: number): void => {
    const line = (rows[row] ?? "").padEnd(column);
    if (command === "J") rows.splice(row + 1);
    if (command === "J" || count === 0) rows[row] = line.slice(0, column);
    else rows[row] = count === 2 ? "" : " ".repeat(column) + line.slice(column);
  };
  const move = (command: string, count: number): void => {
    if (command === "A") row = Math.max(top(), row - count);
    else if (command === "B") for (let n = 0; n < count; n++) rows[++row] ??= "";
    else if (command === "C") column = Math.min(columns - 1, column + count);
    else if (command === "D") column = Math.max(0, column - count);
    else if (command === "G") column = count - 1;
  };

  return {
    write(text) {
      for (const [token, count, command] of text.matchAll(/\u001b\[(\d*)([A-DGJK])|\u001b\[[?0-9;]*[a-z]|[\s\S]/gi)) {
        if (command === "J" || command === "K") erase(command, Number(count || 0));
        else if (command !== undefined) move(command, Number(count || 1));
        else if (token === "\n") lineFeed();
        else if (token === "\r") column = 0;
        else if (!token.startsWith("\u001b")) put(token);
      }
    },
    shown: () => rows.map((line) => line.trimEnd()).filter((line) => line !== ""),
  };
}
