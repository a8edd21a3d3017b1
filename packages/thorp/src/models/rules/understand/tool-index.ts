/**
 * An index of tools for ranking: BM25 over name, capability, description, slot names and examples (Robertson and
 * Zaragoza, "The Probabilistic Relevance Framework", 2009, with fields as weights), and the cosine to each example.
 * Words that no tool knows are looked up by their character 4-grams.
 */
import type { BriefTool } from "../../brief.ts";
import { gramsOf } from "../text/grams.ts";
import { lex } from "../text/lex.ts";
import { termsOf } from "../text/terms.ts";
import { type Affordance, affordanceOf, type SlotSchema, slotsOf } from "./affordance.ts";
import { CLASS_MARK, NAME_CLASS, NAME_MARK, requestTerms } from "./request-terms.ts";
import { skeletonOf } from "./skeleton.ts";

/** A tool with what is looked at when it is ranked. */
export interface IndexedTool {
  readonly tool: BriefTool;
  readonly affordance: Affordance | undefined;
  readonly slots: readonly SlotSchema[];
  /** Terms of its name, which count as its verb and object. */
  readonly nameTerms: ReadonlySet<string>;
}

/** How much words say for a tool. */
export interface LexicalScore {
  /** Share of the request's weight that the tool knows, in [0, 1]. */
  readonly coverage: number;
  /** Cosine to the nearest example, in [0, 1]. */
  readonly example: number;
}

/** All tools of a call, indexed once. */
export interface ToolIndex {
  readonly tools: readonly IndexedTool[];
  /** One score per tool, in the order of `tools`. */
  score(terms: readonly string[]): readonly LexicalScore[];
}

const K1 = 1.2;
const B = 0.4;
const fieldWeights = { name: 3, capability: 2, description: 1, slots: 0.5, examples: 1 } as const;

interface Posting {
  readonly tool: number;
  readonly weight: number;
}
interface ExamplePosting {
  readonly example: number;
  readonly weight: number;
}

const remembered = new WeakMap<readonly BriefTool[], ToolIndex>();

/** The index of a list of tools, made once per list. */
export function toolIndexOf(tools: readonly BriefTool[]): ToolIndex {
  const found = remembered.get(tools);
  if (found !== undefined) return found;
  const made = createToolIndex(tools);
  remembered.set(tools, made);
  return made;
}

/** Terms of an example: what is particular is a class, not a word. */
function termsOfText(text: string): readonly string[] {
  const tokens = lex(text);
  return requestTerms(tokens, { text, skeleton: skeletonOf(tokens) }).map((term) =>
    term.startsWith(NAME_MARK) ? term.slice(1) : term,
  );
}

function createToolIndex(tools: readonly BriefTool[]): ToolIndex {
  const postings = new Map<string, Posting[]>();
  const known = tools.map(toolTermsOf);
  known.forEach(({ weights }, tool) => {
    for (const [term, weight] of weights) {
      const list = postings.get(term);
      if (list === undefined) postings.set(term, [{ tool, weight }]);
      else list.push({ tool, weight });
    }
  });
  const lengths = known.map(({ length }) => length);
  const averageLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, tools.length);
  const idf = (term: string) =>
    Math.log(1 + (tools.length - (postings.get(term)?.length ?? 0) + 0.5) / ((postings.get(term)?.length ?? 0) + 0.5));
  const examples = indexExamples(known, idf);
  const grams = gramIndex(postings.keys());
  const indexed = known.map(({ affordance, slots, nameTerms }, index) => ({
    tool: tools[index] as BriefTool,
    affordance,
    slots,
    nameTerms,
  }));
  return {
    tools: indexed,
    score(terms) {
      const asked = [...new Set(terms.flatMap((term) => countedTerm(term, postings)))].map((term) =>
        nearestTerm(term, postings, grams),
      );
      const sums = new Float64Array(tools.length);
      let most = 0;
      for (const { found, likeness } of asked) {
        const weight = found === undefined ? Math.log(1 + tools.length + 0.5) : idf(found);
        most += weight * (K1 + 1);
        for (const posting of found === undefined ? [] : (postings.get(found) ?? [])) {
          const length = lengths[posting.tool] ?? averageLength;
          const norm = K1 * (1 - B + (B * length) / Math.max(1, averageLength));
          sums[posting.tool] =
            (sums[posting.tool] ?? 0) + (likeness * weight * posting.weight * (K1 + 1)) / (posting.weight + norm);
        }
      }
      const nearest = examples.nearest(
        asked.flatMap(({ found }) => found ?? []),
        asked.length,
      );
      return tools.map((_, index) => ({
        coverage: most === 0 ? 0 : Math.min(1, (sums[index] ?? 0) / most),
        example: nearest[index] ?? 0,
      }));
    },
  };
}

/** A class that no tool knows says nothing; a name that none knows is a name. */
function countedTerm(term: string, postings: ReadonlyMap<string, unknown>): readonly string[] {
  if (term.startsWith(NAME_MARK)) {
    const word = term.slice(1);
    return postings.has(word) ? [word] : countedTerm(NAME_CLASS, postings);
  }
  return term.startsWith(CLASS_MARK) && !postings.has(term) ? [] : [term];
}

interface ToolTerms {
  readonly tool: BriefTool;
  readonly weights: ReadonlyMap<string, number>;
  readonly length: number;
  readonly examples: readonly (readonly string[])[];
  readonly slots: readonly SlotSchema[];
  readonly affordance: Affordance | undefined;
  readonly nameTerms: ReadonlySet<string>;
}

// Lists of tools are made anew for each brief, from the same schemas: what one tool contributes is kept by its schema.
const termsBySchema = new WeakMap<object, ToolTerms>();

function toolTermsOf(tool: BriefTool): ToolTerms {
  const key = tool.input !== null && typeof tool.input === "object" ? tool.input : undefined;
  const found = key === undefined ? undefined : termsBySchema.get(key);
  if (
    found !== undefined &&
    found.tool.name === tool.name &&
    found.tool.description === tool.description &&
    found.tool.examples === tool.examples
  )
    return found;
  const weights = new Map<string, number>();
  let length = 0;
  const add = (terms: readonly string[], weight: number) => {
    for (const term of terms) weights.set(term, (weights.get(term) ?? 0) + weight);
    length += terms.length;
  };
  const slots = slotsOf(tool.input);
  const examples = tool.examples.map((example) => [...new Set(termsOfText(example))]);
  add(termsOf(tool.name), fieldWeights.name);
  add(termsOf(tool.capability), fieldWeights.capability);
  add(termsOf(tool.description), fieldWeights.description);
  for (const slot of slots)
    add(termsOf([slot.name, ...slot.options, slot.description ?? ""].join(" ")), fieldWeights.slots);
  for (const terms of examples) add(terms, fieldWeights.examples);
  const made = {
    tool,
    weights,
    length,
    examples,
    slots,
    affordance: affordanceOf(tool),
    nameTerms: new Set(termsOf(tool.name)),
  };
  if (key !== undefined) termsBySchema.set(key, made);
  return made;
}

interface ExampleIndex {
  nearest(terms: readonly string[], count: number): readonly number[];
}

function indexExamples(tools: readonly ToolTerms[], idf: (term: string) => number): ExampleIndex {
  const owner: number[] = [];
  const postings = new Map<string, ExamplePosting[]>();
  tools.forEach((tool, index) => {
    for (const terms of tool.examples) {
      const norm = Math.sqrt(terms.reduce((sum, term) => sum + idf(term) ** 2, 0));
      if (norm === 0) continue;
      const id = owner.push(index) - 1;
      for (const term of terms) {
        const list = postings.get(term) ?? [];
        list.push({ example: id, weight: idf(term) / norm });
        postings.set(term, list);
      }
    }
  });
  return {
    nearest(terms, count) {
      const best: number[] = tools.map(() => 0);
      const unknown = Math.max(0, count - terms.length) * Math.log(1 + tools.length + 0.5) ** 2;
      const norm = Math.sqrt(terms.reduce((sum, term) => sum + idf(term) ** 2, unknown));
      if (norm === 0) return best;
      const cosines = new Map<number, number>();
      for (const term of terms) {
        for (const { example, weight } of postings.get(term) ?? [])
          cosines.set(example, (cosines.get(example) ?? 0) + (weight * idf(term)) / norm);
      }
      for (const [example, cosine] of cosines)
        best[owner[example] ?? 0] = Math.max(best[owner[example] ?? 0] ?? 0, cosine);
      return best;
    },
  };
}

function gramIndex(terms: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const term of terms) {
    if (term.startsWith("#") || term.length < 4) continue;
    for (const gram of gramsOf(term)) {
      const list = index.get(gram) ?? [];
      list.push(term);
      index.set(gram, list);
    }
  }
  return index;
}

/** The term itself, or the known one that shares most of its 4-grams. */
function nearestTerm(
  term: string,
  postings: ReadonlyMap<string, unknown>,
  grams: ReadonlyMap<string, readonly string[]>,
): { readonly found: string | undefined; readonly likeness: number } {
  if (postings.has(term)) return { found: term, likeness: 1 };
  if (term.length < 4 || term.startsWith("#")) return { found: undefined, likeness: 0 };
  const own = gramsOf(term);
  const shared = new Map<string, number>();
  for (const gram of own)
    for (const candidate of grams.get(gram) ?? []) shared.set(candidate, (shared.get(candidate) ?? 0) + 1);
  let found: string | undefined;
  let likeness = 0;
  for (const [candidate, count] of shared) {
    const dice = (2 * count) / (own.length + gramsOf(candidate).length);
    if (dice > likeness) {
      found = candidate;
      likeness = dice;
    }
  }
  return likeness >= 0.55 ? { found, likeness } : { found: undefined, likeness: 0 };
}
