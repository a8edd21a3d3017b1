/**
 * The answer against the results it was made from: which citations hold, and which numbers no task produced.
 *
 * A mismatch is an event that is shown as a mark; the text stays.
 */
import type { Citation } from "../events/event.ts";
import type { BriefInput } from "../models/brief.ts";

/** `[1]`, `[2, 3]`: the results they point to, each once, in order of number. */
export function citationsIn(text: string, inputs: readonly BriefInput[]): readonly Citation[] {
  return [...citedIn(text)]
    .sort((a, b) => a - b)
    .flatMap((number) => {
      const input = inputs[number - 1];
      if (input === undefined) return [];
      const source = input.artifacts[0]?.file ?? input.sources[0]?.location;
      return [{ number, path: input.id, title: input.goal, ...(source === undefined ? {} : { source }) }];
    });
}

/** Citations that point to nothing, each once. */
export function danglingCitations(text: string, inputs: readonly BriefInput[]): readonly string[] {
  return [...citedIn(text)].filter((number) => inputs[number - 1] === undefined).map((number) => `[${number}]`);
}

function citedIn(text: string): ReadonlySet<number> {
  return new Set(
    [...text.matchAll(/\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]/g)].flatMap(([, list]) => (list ?? "").split(",").map(Number)),
  );
}

/** Numbers of three or more digits, or with a fraction, that stand in no result and not in the request. */
export function unfoundedNumbers(text: string, request: string, inputs: readonly BriefInput[]): readonly string[] {
  // Signs are left out: "fell by 12.5 %" is founded on -12.5.
  const known = new Set<number>();
  for (const source of [
    request,
    ...inputs.flatMap((input) => [input.goal, input.text, JSON.stringify(input.data ?? "")]),
  ]) {
    for (const number of numbersIn(source)) known.add(Math.abs(number.value));
  }
  const values = [...known];
  const founded = (value: number, digits: number) =>
    known.has(Math.abs(value)) || values.some((other) => round(other, digits) === Math.abs(value));
  return numbersIn(text)
    .filter(({ written, value, digits }) => written.replace(/\D/g, "").length >= 3 && !founded(value, digits))
    .map(({ written }) => written);
}

interface WrittenNumber {
  readonly written: string;
  readonly value: number;
  /** Digits after the point. */
  readonly digits: number;
}

function numbersIn(text: string): readonly WrittenNumber[] {
  return [...text.matchAll(/(?<![\w.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])-?\d+(?:\.\d+)?/g)].map(([written]) => {
    const plain = written.replaceAll(",", "");
    return { written, value: Number(plain), digits: plain.split(".")[1]?.length ?? 0 };
  });
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(Math.min(digits, 12)));
}
