/** The words by which people mean a column: those of its name, and words of like meaning. */
import { stem } from "../text/stem.ts";
import { stopWords } from "../text/terms.ts";

/** Words of one meaning. Earlier rows are more exact; a word may stand in several. */
const meanings = [
  "revenue sale sales sold sell turnover earned earnings income proceeds takings money made brought",
  "units unit quantity qty pieces sold sell volume stock count number items",
  "amount total value sum cost spend spent spending expense expenses expenditure paid pay price",
  "revenue amount total value",
  "price cost expensive cheap cheapest pricey rate fee",
  "salary pay paid wage wages earn earns earning earner income compensation salaries",
  "profit margin gain earnings",
  "score grade mark result points",
  "rating satisfaction satisfied happy stars score",
  "region area territory zone district",
  "country nation land",
  "city town place where location",
  "warehouse depot store site location",
  "product item article goods sku merchandise",
  "category kind type group class",
  "department team division unit",
  "employee staff person people worker name member colleague hire hires who",
  "customer client buyer account who",
  "student pupil learner name who",
  "vendor supplier seller shop company",
  "name title label who",
  "date day when time",
  "month monthly",
  "date month monthly day daily quarter quarterly year yearly annual weekly week time when newest latest oldest earliest recent",
  "start joined hired hire hires newest serving tenure joining start_date longest-serving",
  "age old older young younger youngest oldest aged",
  "temperature temp warm warmest hot hottest cold coldest hotter colder degrees heat",
  "rain rainfall rained rainy wet wettest precipitation dry driest",
  "wind windy windiest gust",
  "planned plan budget budgeted target",
  "actual spent real spending",
  "status state open closed shipped cancelled canceled",
  "duration length long longest short shortest time minutes hours",
  "weight heavy heaviest light lightest",
  "height tall tallest high",
  "distance far farthest",
  "population inhabitants people populous",
  "discount rebate reduction",
  "tax vat",
  "order purchase",
  "comment remark feedback text note",
  "channel medium source",
  "role job position title",
  "subject topic course",
  "class classroom group form",
].map((row) => [...new Set(row.split(" ").map(stem))]);

/** How a column may be meant. */
export interface ColumnWords {
  /** Stems of the column's own name. */
  readonly names: ReadonlySet<string>;
  /** Stems of like meaning. */
  readonly alike: ReadonlySet<string>;
}

const rowsByWord = new Map<string, (readonly string[])[]>();
for (const row of meanings) {
  for (const word of row) rowsByWord.set(word, [...(rowsByWord.get(word) ?? []), row]);
}

/** `ordered_at` -> order; `unitPrice` -> unit, price. */
export function columnWords(name: string): ColumnWords {
  const names = new Set(wordsOfName(name).map(stem));
  const alike = new Set<string>();
  for (const word of names)
    for (const row of rowsByWord.get(word) ?? []) for (const other of row) if (!names.has(other)) alike.add(other);
  return { names, alike };
}

/** How near a word's meaning is to a column, in [0, 0.6]: the order of the rows decides between columns. */
export function likenessOf(name: string, word: string): number {
  const parts = wordsOfName(name).map(stem);
  let best = 0;
  meanings.forEach((row, index) => {
    if (!row.includes(word)) return;
    parts.forEach((part, at) => {
      const place = row.indexOf(part);
      // "unit_cost" is a cost: its last word says what it is.
      if (place >= 0)
        best = Math.max(best, (0.6 - index * 0.001 - place * 0.002) * (at === parts.length - 1 ? 1 : 0.7));
    });
  });
  return best;
}

/** The words of an identifier without those that name nothing ("at", "by", "c" of `temp_c`). */
export function wordsOfName(name: string): readonly string[] {
  const parts = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== "");
  const telling = parts.filter(
    (part) => part.length > 1 && !stopWords.has(part) && !/^(?:id|no|nr|mm|cm|km|kg|eur|usd|gbp|kmh|pct)$/.test(part),
  );
  return telling.length > 0 ? telling : parts;
}
