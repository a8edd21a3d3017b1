/**
 * The answer on a terminal as it is written. What turns out to be another text (a new attempt, a mended answer) takes
 * the place of the old one; where the old one has scrolled away, a line says that it begins anew.
 */

import { cleanText } from "../../base/clean-text.ts";
import type { Output } from "../surroundings.ts";
import { eraseRows } from "./live-region.ts";
import type { Paint } from "./paint.ts";
import { rowsOf } from "./text-width.ts";

/** A text at the lower end of a terminal. */
export interface AnswerStream {
  /** The whole text so far. */
  show(text: string): void;
  /** Takes the text away, as far as it can still be reached. */
  withdraw(): void;
  /** Ends the last line. */
  end(): void;
  readonly isEmpty: boolean;
}

/** Where it is shown; sizes in columns and rows. */
export interface AnswerStreamOptions {
  readonly output: Output;
  readonly width: () => number;
  readonly height: () => number;
  readonly paint: Paint;
}

/** Nothing else may write to the output until `end`. */
export function createAnswerStream({ output, width, height, paint }: AnswerStreamOptions): AnswerStream {
  let shown = "";

  const withdraw = (): void => {
    if (shown === "") return;
    const rows = rowsOf(shown, width()) - 1;
    // The cursor stands on the last row of the text.
    if (rows < height()) output.write(`\r${rows === 0 ? "\u001b[J" : eraseRows(rows)}`);
    else output.write(`\n${paint.dim("--- again from the start ---")}\n`);
    shown = "";
  };

  return {
    show(text) {
      const clean = cleanText(text);
      if (!clean.startsWith(shown)) withdraw();
      output.write(clean.slice(shown.length));
      shown = clean;
    },
    withdraw,
    end() {
      if (shown !== "" && !shown.endsWith("\n")) output.write("\n");
      shown = "";
    },
    get isEmpty() {
      return shown === "";
    },
  };
}
