/** Which declarations of a module are exported, as far as they need a docstring of their own. */

/** The part of a syntax tree that is looked at. */
export interface DeclaredNode {
  readonly type: string;
  readonly body?: unknown;
  readonly declaration?: DeclaredNode | null;
  readonly id?: { readonly name?: string } | null;
  readonly declarations?: readonly { readonly id: { readonly name?: string } }[];
}

export interface Declaration {
  readonly kind: "function" | "type" | "interface" | "const" | "class";
  readonly name: string;
  /** The whole `export` statement: its comment stands before it. */
  readonly statement: DeclaredNode;
  /** True for the first statement of a file, right below the comment about the file. */
  readonly isFirst: boolean;
}

const kinds: Readonly<Record<string, Declaration["kind"]>> = {
  FunctionDeclaration: "function",
  TSDeclareFunction: "function",
  TSTypeAliasDeclaration: "type",
  TSInterfaceDeclaration: "interface",
  VariableDeclaration: "const",
  ClassDeclaration: "class",
};

/** The exported declarations in order; re-exports declare nothing, overloads count once. */
export function declarationsOf(program: DeclaredNode): readonly Declaration[] {
  const statements = Array.isArray(program.body) ? (program.body as readonly DeclaredNode[]) : [];
  const found: Declaration[] = [];
  for (const [at, statement] of statements.entries()) {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : undefined;
    const kind = declared ? kinds[declared.type] : undefined;
    const name = declared?.id?.name ?? declared?.declarations?.[0]?.id.name;
    if (kind === undefined || name === undefined) continue;
    const before = found.at(-1);
    if (kind === "function" && before?.kind === "function" && before.name === name) continue;
    found.push({ kind, name, statement, isFirst: at === 0 });
  }
  return found;
}

/** True when `first` and `second` are two faces of one thing: the type `Foo` and `fooSchema`, or `Foo` and the list `foos`. */
export function arePair(first: Declaration, second: Declaration): boolean {
  const [constant, type] = first.kind === "const" ? [first, second] : [second, first];
  if (constant.kind !== "const" || (type.kind !== "type" && type.kind !== "interface")) return false;
  const singular = [/Schema$/, /s$/, /es$/].flatMap((ending) =>
    ending.test(constant.name) ? [constant.name.replace(ending, "").toLowerCase()] : [],
  );
  return singular.includes(type.name.toLowerCase());
}
