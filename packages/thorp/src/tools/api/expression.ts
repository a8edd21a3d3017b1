/** JMESPath expressions: compiled once, and never the reason that a call breaks. */
import { compile, TreeInterpreter } from "@jmespath-community/jmespath";
import type { Json } from "../../base/json.ts";

type Compiled = ReturnType<typeof compile>;

// Expressions come from the documents at hand; what is compiled stays as long as they do.
const MOST_KEPT = 2000;

/** Carries expressions out; one for all tools of a source. */
export interface Expressions {
  /** Null where the data has nothing of it, and where a function of it does not fit the data. */
  of(expression: string, data: Json): Json;
}

/** Compiles nothing yet. */
export function createExpressions(): Expressions {
  const compiled = new Map<string, Compiled>();
  const compiledOf = (expression: string): Compiled => {
    const known = compiled.get(expression) ?? compile(expression);
    if (compiled.size < MOST_KEPT) compiled.set(expression, known);
    return known;
  };
  return {
    of(expression, data) {
      try {
        return (TreeInterpreter.search(compiledOf(expression), data as never) ?? null) as Json;
      } catch {
        // A service that answers in another shape than described must not end the call here.
        return null;
      }
    },
  };
}

/** As JMESPath counts: false, null, and empty texts, lists and objects are not true. */
export function isTrue(value: Json): boolean {
  if (value === null || value === false || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/** Undefined for an expression that can be compiled, else what is wrong with it. */
export function expressionProblem(expression: string): string | undefined {
  try {
    compile(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
