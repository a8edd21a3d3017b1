/** Lines at the lower end of a terminal that are redrawn in place. */
import type { Output } from "../surroundings.ts";
import { rowsOf } from "./text-width.ts";

/** Nothing else may write below what is drawn. */
export interface LiveRegion {
  /** Replaces what is drawn. */
  draw(lines: readonly string[]): void;
  /** Takes everything drawn away. */
  clear(): void;
  /** Lets what is drawn stand; the next draw begins below. */
  leave(): void;
}

/** Draws nothing yet. `width` is asked for at each draw, since windows change. */
export function createLiveRegion(output: Output, width: () => number): LiveRegion {
  let drawn: readonly string[] = [];
  // After a change of the window's width the same lines take another number of rows.
  const eraser = () => eraseRows(drawn.reduce((sum, line) => sum + rowsOf(line, width()), 0));
  return {
    draw(lines) {
      output.write(`${eraser()}${lines.map((line) => `${line}\n`).join("")}`);
      drawn = lines;
    },
    clear() {
      output.write(eraser());
      drawn = [];
    },
    leave() {
      drawn = [];
    },
  };
}

/** Moves to the start of the row `rows` above and erases everything from there on. */
export function eraseRows(rows: number): string {
  return rows === 0 ? "" : `\u001b[${rows}A\r\u001b[J`;
}
