/**
 * YAML as data that still knows where each key and value stands.
 *
 * Hostile input is expected: aliases are counted, keys must be text and unique, unknown tags are problems, nesting
 * beyond the parser's depth is reported by it. Nothing here throws.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";

/** Keys and list indices from the top of a file down to a value. */
export type KeyPath = readonly PropertyKey[];

/** Counted from 1, as editors count. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong, and where in its file. */
export interface PlacedMessage extends Place {
  readonly message: string;
}

/** One text, read. */
export interface YamlSource {
  /** Plain data; undefined when the text is not valid YAML. */
  readonly value: unknown;
  /** Why it is not. */
  readonly problems: readonly PlacedMessage[];
  /** Where the key or value stands; the nearest thing around it when it is not there. */
  locate(path: KeyPath, part?: "key" | "value"): Place;
}

// Enough for a list that several modes share; far below what multiplies a small file into gigabytes.
const MOST_ALIASES = 32;

/** `linesBefore` counts the lines of the file above the text. */
export function readYaml(text: string, linesBefore = 0): YamlSource {
  const lines = new LineCounter();
  // The parser compares every key with every other; a set below does the same in linear time.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
  });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line) + linesBefore, column: Math.max(1, col) };
  };
  const pairOf = createPairFinder();
  const locate = (path: KeyPath, part: "key" | "value" = "value") =>
    placeOf(offsetOf({ document, pairOf }, path, part));

  const problems = syntaxProblems(document, placeOf);
  if (problems.length > 0) return { value: undefined, problems, locate };
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) ?? null, problems, locate };
  } catch (error) {
    return { value: undefined, problems: [{ ...aliasPlace(document, placeOf), message: aliasMessage(error) }], locate };
  }
}

function syntaxProblems(document: Document.Parsed, placeOf: (offset: number) => Place): PlacedMessage[] {
  const found: PlacedMessage[] = [...document.errors, ...document.warnings].map((error) => ({
    ...placeOf(error.pos[0]),
    message: error.code === "MULTIPLE_DOCS" ? "a second document begins here; one is allowed" : sentence(error),
  }));
  const tooDeep = document.errors.find((error) => error.code === "RESOURCE_EXHAUSTION");
  if (tooDeep !== undefined) return [{ ...placeOf(tooDeep.pos[0]), message: "nested too deeply" }];
  if (found.length === 0) found.push(...repeatedKeys(document, placeOf));
  // One slip makes the parser stumble several times over the rest of its line.
  const firstByLine = new Map(found.toReversed().map((problem) => [problem.line, problem]));
  return found.filter((problem) => firstByLine.get(problem.line) === problem);
}

function sentence(error: { readonly code: string; readonly message: string }): string {
  if (error.code === "NON_STRING_KEY") return "a key must be plain text";
  if (error.code === "TAB_AS_INDENT") return "a tab stands where YAML wants spaces";
  return `not valid YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
}

function repeatedKeys(document: Document.Parsed, placeOf: (offset: number) => Place): PlacedMessage[] {
  const found: PlacedMessage[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = keyText(key);
        if (seen.has(name)) found.push({ ...placeOf(startOf(key) ?? 0), message: `the key \`${name}\` stands twice` });
        seen.add(name);
      }
    },
  });
  return found;
}

type PairFinder = (map: YAMLMap, key: string) => Pair | undefined;

// A file with twenty thousand wrong keys asks twenty thousand times; the library would walk the map each time.
function createPairFinder(): PairFinder {
  const pairsByMap = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  return (map, key) => {
    const pairs = pairsByMap.get(map) ?? new Map(map.items.map((pair) => [keyText(pair.key), pair]));
    pairsByMap.set(map, pairs);
    return pairs.get(key);
  };
}

interface Located {
  readonly document: Document.Parsed;
  readonly pairOf: PairFinder;
}

function offsetOf({ document, pairOf }: Located, path: KeyPath, part: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    let key: unknown;
    if (isMap(node)) {
      const pair = pairOf(node, String(step));
      key = pair?.key;
      node = pair?.value;
    } else node = isSeq(node) ? node.items[Number(step)] : undefined;
    const wantsKey = depth === path.length - 1 && part === "key";
    // An empty value (`tools:`) has no place worth pointing at; its key has.
    const empty = isScalar(node) && node.value === null;
    const found = key !== undefined && (wantsKey || empty || node === null) ? startOf(key) : startOf(node);
    if (found === undefined) return offset;
    offset = found;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function aliasPlace(document: Document.Parsed, placeOf: (offset: number) => Place): Place {
  let offset = 0;
  visit(document, {
    Alias(_key, alias) {
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return placeOf(offset);
}

function aliasMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.startsWith("Unresolved alias")) return "an alias (*name) has no anchor (&name) before it";
  return "too many aliases; write the values out";
}
