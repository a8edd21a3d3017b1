/** Lists as columns. */
import type { Paint } from "./paint.ts";
import { fitText, textWidth } from "./text-width.ts";

/** One column of a list. */
export interface Column {
  readonly title: string;
  /** Numbers stand under one another. */
  readonly isRight?: boolean;
  /** May be cut when the line is too long for the terminal; the first of them first. */
  readonly isFlexible?: boolean;
}

/** How a list is laid out. */
export interface TableOptions {
  readonly columns: readonly Column[];
  readonly paint: Paint;
  /** Columns of the terminal; without it nothing is cut. */
  readonly width?: number | undefined;
}

const GAP = "  ";
const NARROWEST = 12;

/** One string with a newline at its end. Cells are plain text. */
export function renderTable(rows: readonly (readonly string[])[], { columns, paint, width }: TableOptions): string {
  const widths = columns.map(({ title }, at) =>
    Math.max(textWidth(title), ...rows.map((row) => textWidth(row[at] ?? ""))),
  );
  let excess = width === undefined ? 0 : widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length) - width;
  for (const [at, { isFlexible }] of columns.entries()) {
    const wide = widths[at] ?? 0;
    if (!isFlexible || excess <= 0 || wide <= NARROWEST) continue;
    widths[at] = Math.max(NARROWEST, wide - excess);
    excess -= wide - (widths[at] ?? 0);
  }

  const line = (cells: readonly string[]) =>
    columns
      .map(({ isRight }, at) => {
        const room = widths[at] ?? 0;
        const cell = fitText(cells[at] ?? "", room);
        const blanks = " ".repeat(Math.max(0, room - textWidth(cell)));
        return isRight ? blanks + cell : cell + blanks;
      })
      .join(GAP)
      .trimEnd();
  return [paint.dim(line(columns.map(({ title }) => title))), ...rows.map(line)].map((text) => `${text}\n`).join("");
}
