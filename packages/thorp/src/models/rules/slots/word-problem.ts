/** Small problems in words: rates ("38 km each way, 5 days a week, 46 weeks a year") and bills ("3 books at 12.99 each and a pen for 2.50"). */
import { withDigits } from "../text/numbers.ts";

/** The expression of a problem whose numbers all take part, or undefined. */
export function wordProblem(sentence: string): string | undefined {
  const text = withDigits(sentence.replace(/[$€£]/g, ""));
  // What a percentage is of, these forms cannot tell.
  if (/%|\bper ?cent\b/i.test(text)) return undefined;
  const bill = billFrom(text);
  if (bill !== undefined) return bill;
  const numbers = [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(([number]) => number);
  if (numbers.length < 2 || numbers.length > 6) return undefined;
  if (/\b(?:left|remain\w*|change)\b/i.test(text)) return numbers.join(" - ");
  if (/\b(?:shared?|split|divided?|each get|how much each|how many each)\b/i.test(text))
    return numbers.length === 2 ? numbers.join(" / ") : undefined;
  const rate = /\b(?:each|every|per|a (?:day|week|month|year|night|person|piece|hour)|times a)\b/i.test(text);
  if (!rate) return /\b(?:in total|altogether|together|total)\b/i.test(text) ? numbers.join(" + ") : undefined;
  // There and back: "each way" counts twice.
  return [...(/\beach way\b/i.test(text) ? ["2"] : []), ...numbers].join(" * ");
}

function billFrom(text: string): string | undefined {
  const items = [
    ...text.matchAll(
      /(\d+(?:\.\d+)?|\ban?) (?:[a-z]+ ){1,3}?(?:at|for|costing|@) (\d+(?:\.\d+)?)(?: \w+)?(?: (?:each|apiece|a piece|per \w+))?/gi,
    ),
  ];
  if (items.length < 2) return undefined;
  return items.map(([, count, price]) => (/^an?$/i.test(count ?? "") ? price : `${count} * ${price}`)).join(" + ");
}
