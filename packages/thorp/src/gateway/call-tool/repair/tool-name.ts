/** The tool that a name means which no tool has. Only where nothing else can be meant. */

/** The tool that is meant, and how sure that is. */
export interface NamedTool {
  readonly name: string;
  /** False where letters were wrong or words missing: not good enough for what changes something. */
  readonly isCertain: boolean;
}

const PREFIX = /^(?:functions?|tools?|default_api|api|namespace|multi_tool_use|assistant)[.:/]+/i;
const NAMESPACE = /^[A-Za-z][\w-]{0,40}[./:]{1,2}/;
/** A namespace that could turn the meaning round. */
const OTHERWISE = /^(?:un|no|non|not|never|dry|test|mock|fake|simul|preview|example|demo|check|cancel|skip)/i;
const TAIL = /(?:\(\s*\)|:\d{1,3}$|<[|｜].*|[_-](?:tool|function|call)|\.call)$/is;
/** Longer names are nobody's spelling mistake. Characters. */
const LONGEST = 80;

/** Undefined when no name, or more than one, is near enough. */
export function toolMeant(given: string, names: readonly string[]): NamedTool | undefined {
  if (names.includes(given)) return { name: given, isCertain: true };
  if (given.length > LONGEST) return undefined;
  const bare = given.trim().replace(PREFIX, "").replace(TAIL, "").trim();
  if (bare === "") return undefined;
  const inside = bare.replace(NAMESPACE, "");
  if (names.includes(inside)) return { name: inside, isCertain: !OTHERWISE.test(bare) };
  const words = wordsOf(bare);
  const plain = words.join("");
  const spelt = only(names, (name) => wordsOf(name).join("") === plain);
  if (spelt !== undefined) return { name: spelt, isCertain: true };
  const turned = only(names, (name) => sameWords(words, wordsOf(name)));
  if (turned !== undefined) return { name: turned, isCertain: true };
  return nearestName(plain, names) ?? shortened(words, names);
}

function only(names: readonly string[], matches: (name: string) => boolean): string | undefined {
  const found = names.filter(matches);
  return found.length === 1 ? found[0] : undefined;
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** In any order, one or many: `unit_convert` is `convert_units`. */
function sameWords(one: readonly string[], other: readonly string[]): boolean {
  const singular = (words: readonly string[]) =>
    words
      .map((word) => word.replace(/s$/, ""))
      .sort()
      .join(" ");
  return one.length > 1 && singular(one) === singular(other);
}

function nearestName(plain: string, names: readonly string[]): NamedTool | undefined {
  const ranked = names
    .map((name) => ({ name, distance: lettersApart(plain, wordsOf(name).join("")) }))
    .sort((a, b) => a.distance - b.distance);
  const [best, second] = ranked;
  if (best === undefined) return undefined;
  const allowed = plain.length >= 8 ? 2 : plain.length >= 5 ? 1 : 0;
  if (best.distance > allowed || (second !== undefined && second.distance <= best.distance + 1)) return undefined;
  return { name: best.name, isCertain: best.distance <= 1 };
}

/** `fetch` where one tool alone has the word. */
function shortened(words: readonly string[], names: readonly string[]): NamedTool | undefined {
  const name = only(names, (candidate) => words.every((word) => wordsOf(candidate).includes(word)));
  return name === undefined ? undefined : { name, isCertain: false };
}

/** Letters wrong, missing, too many; two that changed places count once. */
function lettersApart(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, at) => at)];
  const cell = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let best = Math.min(cell(i - 1, j) + 1, (row[j - 1] ?? Infinity) + 1, cell(i - 1, j - 1) + same);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        best = Math.min(best, cell(i - 2, j - 2) + 1);
      row.push(best);
    }
  }
  return cell(from.length, to.length);
}
