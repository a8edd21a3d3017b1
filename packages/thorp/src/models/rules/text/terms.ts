/** From words to the terms that requests and tools are compared by: no stop words, synonyms as one, stems. */
import { stem } from "./stem.ts";

/** Words that tell nothing about what is asked for. */
export const stopWords: ReadonlySet<string> = new Set(
  (
    "a an the this that these those it its i me my we our us you your he she they them their is are was were be been being am do does did done have has had will would shall should can could " +
    "may might must of in on at to for from by with as and or but if so than then there here not no please kindly just also too very really want need like get give let lets tell know s t re ve ll m d " +
    "some any all up out about into over after before again more most other such only own same what which who whom whose when where why how let's i'd i'm what's it's that's each"
  ).split(" "),
);

/** Words that mean the same to a tool. The first of a row stands for all. */
const rows = [
  "chart graph plot diagram visualise visualize visualisation visualization histogram draw pie scatter",
  "table tabulate tabular grid",
  "report write-up writeup dossier",
  "calculate compute evaluate calculation calculator arithmetic math maths mathematics reckon",
  "convert conversion transform translate-units",
  "search find grep look locate hunt seek occurrence",
  "list ls dir enumerate listing index",
  "read open show view display print cat reveal",
  "write save store put record persist jot note-down export",
  "append attach-line",
  "summary summarise summarize gist overview tldr tl;dr digest outline synopsis recap",
  "page website webpage site web url link online internet",
  "fetch download retrieve load pull scrape crawl visit browse",
  "average avg mean",
  "total sum overall altogether",
  "max maximum highest largest biggest greatest top best",
  "min minimum lowest smallest least fewest worst",
  "count number amount-of tally",
  "folder directory folders directories path",
  "document pdf docx doc contract handbook manual",
  "percent percentage % pct percentual",
  "date calendar day weekday",
  "email mail e-mail",
  "picture image photo",
  "delete remove erase drop",
  "send deliver forward",
  "weather forecast temperature rain snow wind windy sunny warm hot cold umbrella raincoat",
  "pollution polluted smog particulate dust",
  "coordinate latitude longitude lat lon gps position geocode",
  "paper publication study preprint literature",
  "remind reminder alarm",
  "message chat sms text-message",
  "contain mention include occur appear",
  "sale revenue turnover earnings income",
];

const standIns = new Map<string, string>();
for (const row of rows) {
  const [first = "", ...others] = row.split(" ");
  for (const word of [first, ...others]) standIns.set(stem(word), stem(first));
}

/** The term of one lower-case word; undefined for words that say nothing. */
export function termOf(word: string): string | undefined {
  if (stopWords.has(word)) return undefined;
  const stemmed = stem(word);
  return standIns.get(stemmed) ?? stemmed;
}

/** All terms of plain prose, in order; names like `read_file` and `readFile` fall into their words. */
export function termsOf(text: string): readonly string[] {
  const words =
    text
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .match(/[\p{L}\p{N}#]+(?:['-][\p{L}]+)*/gu) ?? [];
  return words.flatMap((word) => (word.includes("_") ? word.split("_") : [word])).flatMap((word) => termOf(word) ?? []);
}
