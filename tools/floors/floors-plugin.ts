/**
 * The oxlint plugin `floors`: hands each import of a file to `findBreach` and reports what it says. Every form of
 * import counts: static, re-export, dynamic with a literal, and `import("...")` as a type.
 */
import { readFileSync } from "node:fs";
import { type FloorRules, findBreach, sourcePath } from "./floor-rules.ts";

interface SourceNode {
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
  readonly importKind?: string;
  readonly exportKind?: string;
}

interface RuleContext {
  readonly filename: string;
  report(problem: { readonly node: SourceNode; readonly message: string }): void;
}

const rules: FloorRules = JSON.parse(readFileSync(new URL("floors.json", import.meta.url), "utf8"));

function create(context: RuleContext): Record<string, (node: SourceNode) => void> {
  const from = sourcePath(rules, context.filename);
  if (from === undefined) return {};
  const check = (node: SourceNode, typesOnly: boolean): void => {
    const specifier = node.source?.value;
    if (typeof specifier !== "string") return;
    const message = findBreach(rules, { from, specifier, typesOnly });
    if (message !== undefined) context.report({ node, message });
  };
  return {
    ImportDeclaration: (node) => check(node, node.importKind === "type"),
    ExportNamedDeclaration: (node) => check(node, node.exportKind === "type"),
    ExportAllDeclaration: (node) => check(node, node.exportKind === "type"),
    ImportExpression: (node) => check(node, false),
    TSImportType: (node) => check(node, true),
  };
}

const plugin = { meta: { name: "floors" }, rules: { imports: { create } } };

// oxlint takes a plugin from the default export of its module.
export default plugin;
