/**
 * The oxlint plugin `docstrings`: whatever the product's source exports says in a docstring what it promises.
 *
 * Left alone: tests and what serves them, re-exports, overloads after the first, and the second of a pair that is one
 * thing: `fooSchema` or the list `foos` beside the type `Foo` that is made from it.
 */
import { readFileSync } from "node:fs";
import { type FloorRules, sourcePath } from "../floors/floor-rules.ts";
import { arePair, type Declaration, type DeclaredNode, declarationsOf } from "./declarations.ts";

interface Comment {
  readonly type: string;
  readonly value: string;
}

interface RuleContext {
  readonly filename: string;
  readonly sourceCode: { getCommentsBefore(node: DeclaredNode): readonly Comment[] };
  report(problem: { readonly node: DeclaredNode; readonly message: string }): void;
}

const rules: FloorRules = JSON.parse(readFileSync(new URL("../floors/floors.json", import.meta.url), "utf8"));

function create(context: RuleContext): Record<string, (node: DeclaredNode) => void> {
  if (sourcePath(rules, context.filename) === undefined) return {};
  return {
    Program(program) {
      const declared = declarationsOf(program);
      const explained = declared.filter((declaration) => hasDocstring(context, declaration));
      for (const declaration of declared) {
        if (explained.some((other) => other === declaration || arePair(other, declaration))) continue;
        const { kind, name, statement } = declaration;
        const message = `docstrings: the exported ${kind} ${name} needs a docstring: what it promises, units, errors.`;
        context.report({ node: statement, message });
      }
    },
  };
}

function hasDocstring(context: RuleContext, { statement, isFirst }: Declaration): boolean {
  const comments = context.sourceCode.getCommentsBefore(statement);
  const docstrings = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"));
  // The first comment of a file is about the file; a declaration right below it needs one of its own.
  return docstrings.length > (isFirst ? 1 : 0);
}

const plugin = { meta: { name: "docstrings" }, rules: { exports: { create } } };

// oxlint takes a plugin from the default export of its module.
export default plugin;
