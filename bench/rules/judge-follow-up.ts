/** Whether the last answer of a conversation is right: by its figures, and by what kind of file it made. */

export interface FollowUp {
  readonly id: string;
  /** `tune` may be looked at; of `measure` only the score is. */
  readonly half: "tune" | "measure";
  readonly turns: readonly string[];
  readonly expect: {
    /** Numbers and words, all of which must be there. */
    readonly figures: readonly string[];
    readonly made?: "chart" | "table" | "report" | "file";
    /** What only a wrong answer says. */
    readonly not?: readonly string[];
  };
}

export interface LastAnswer {
  readonly state: string;
  readonly text: string;
  /** Data of its results and contents of its files. */
  readonly found: string;
  /** Media type and path of each file. */
  readonly made: readonly string[];
  readonly goals: readonly string[];
}

/** `right`, or what is wrong in a few words. */
export function isRight(expect: FollowUp["expect"], last: LastAnswer): string {
  if (last.state !== "done") return `ended ${last.state}`;
  const numbers = numbersIn(`${last.text.replace(/\[\d+\]/g, "")}\n${last.found}`);
  const words = `${last.text}\n${last.found}`.toLowerCase();
  const missing = expect.figures.filter((figure) => !isThere(figure, numbers, words));
  if (missing.length > 0) return `missing ${missing.join(", ")}`;
  const said = numbersIn(last.text.replace(/\[\d+\]/g, ""));
  const wrong = (expect.not ?? []).filter((figure) => isThere(figure, said, last.text.toLowerCase()));
  if (wrong.length > 0) return `says ${wrong.join(", ")}`;
  return expect.made === undefined || last.made.some((file) => kinds[expect.made ?? "file"].test(file))
    ? "right"
    : `made no ${expect.made}`;
}

const kinds = {
  chart: /chart|svg|vega|\.(?:svg|html)$/,
  table: /table|\.(?:csv|html|md)$/,
  report: /report|\.(?:md|html)$/,
  file: /./,
} as const;

function isThere(figure: string, numbers: readonly number[], words: string): boolean {
  const value = Number(figure.replaceAll(",", ""));
  if (Number.isNaN(value)) return words.includes(figure.toLowerCase());
  // Answers are rounded to cents; a figure may be given with fewer places.
  return numbers.some((number) => Math.abs(number - value) < 0.006);
}

function numbersIn(text: string): readonly number[] {
  return [...text.replace(/(\d),(?=\d{3}(?!\d))/g, "$1").matchAll(/-?\d+(?:\.\d+)?/g)].map(([number]) =>
    Number(number),
  );
}
