/** Which key of a schema is meant by one that the schema does not have: another spelling, or another word for it. */

/** Words that models write for a key; every list stands for one meaning. */
const SYNONYMS: Readonly<Record<string, string>> = {
  path: "file filename filepath document documentpath doc source",
  file: "path filename filepath table tablename csv csvfile source sourcefile datafile dataset input inputfile",
  folder: "dir directory directorypath folderpath path location",
  text: "content contents body query searchtext searchquery searchterm search term keyword keywords phrase string filecontent",
  expression: "formula calculation equation math expr input query",
  url: "link address uri href page website webpage",
  question: "query prompt q ask",
  id: "resultid artifactid taskid result artifact task",
  sql: "query sqlquery statement sqlstatement",
  pattern: "glob filter filepattern mask globpattern filenamepattern",
  value: "amount number quantity num",
  from: "fromunit unitfrom sourceunit source fromunits inputunit start",
  to: "tounit unitto targetunit target tounits outputunit end",
  date: "startdate start fromdate date1 firstdate basedate day",
  other: "enddate end todate date2 seconddate otherdate",
  amount: "number count quantity n value offset",
  unit: "units timeunit",
  operation: "op action type mode function",
  kind: "type charttype chartkind chart plottype",
  x: "xaxis xcolumn xfield category",
  y: "yaxis ycolumn yfield values",
  rows: "data records tabledata",
  sections: "parts chapters",
  title: "name heading",
  heading: "title name",
  mode: "writemode filemode",
  fromLine: "start startline linestart firstline from line begin",
  toLine: "end endline lineend lastline to",
  pages: "page pagenumber pagenumbers pagerange",
  moreFiles: "otherfiles additionalfiles extrafiles files",
  format: "outputformat type",
  query: "question text search searchquery searchtext searchterm term q prompt keyword keywords words phrase",
  goal: "task description request instructions message",
  needs: "dependencies dependson requires",
  agent: "assignee assignedto worker",
  choices: "options answers",
};

/** Without case, spaces, `-` and `_`. */
export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** The keys among `open` that `given` can mean: by spelling one at most, else by words. */
export function keysMeant(given: string, open: readonly string[]): readonly string[] {
  const plain = plainKey(given);
  if (plain === "") return [];
  const spelt = open.filter((key) => plainKey(key) === plain);
  if (spelt.length > 0) return spelt;
  const named = open.filter((key) => SYNONYMS[key]?.split(" ").includes(plain));
  if (named.length > 0) return named;
  const words = wordsOf(given);
  return open.filter((key) => words.length > 1 && wordsOf(key).every((word) => words.includes(word)));
}

/**
 * Keys of tools from elsewhere, for which no list stands here: where both words are in the list of one meaning. Less
 * certain, since they may be in that list for different reasons.
 */
export function relatedKeys(given: string, open: readonly string[]): readonly string[] {
  const plain = plainKey(given);
  return open.filter((key) => !Object.hasOwn(SYNONYMS, key) && shareMeaning(plain, plainKey(key)));
}

function shareMeaning(one: string, other: string): boolean {
  return Object.entries(SYNONYMS).some(([key, words]) => {
    const all = [plainKey(key), ...words.split(" ")];
    return all.includes(one) && all.includes(other);
  });
}

/** The same word in other letters or signs. */
export function isSpelling(given: string, key: string): boolean {
  return plainKey(given) === plainKey(key);
}

/** Words that a placeholder for this key would hold. */
export function wordsFor(key: string): readonly string[] {
  return [plainKey(key), ...(SYNONYMS[key]?.split(" ") ?? [])];
}

/** The words of a key, in small letters: `fromLine` and `from_line` have two. */
export function wordsOf(key: string): readonly string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
