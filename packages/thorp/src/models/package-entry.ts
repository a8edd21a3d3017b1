/** The file that an npm package is imported by, as Node finds it for `import`. */

const CONDITIONS: ReadonlySet<string> = new Set(["import", "node", "module-sync", "default"]);

/** Relative to the package's folder; undefined when its package.json names none. */
export function entryOfPackage(manifest: unknown): string | undefined {
  if (typeof manifest !== "object" || manifest === null) return undefined;
  const { exports, main } = manifest as { readonly exports?: unknown; readonly main?: unknown };
  if (exports === undefined || exports === null) return typeof main === "string" ? main : "index.js";
  return targetOf(isSubpaths(exports) ? exports["."] : exports);
}

function isSubpaths(exports: unknown): exports is Readonly<Record<string, unknown>> {
  return typeof exports === "object" && exports !== null && Object.keys(exports).some((key) => key.startsWith("."));
}

/** Conditions in the order of the file; the first that holds and leads somewhere wins. */
function targetOf(target: unknown): string | undefined {
  if (typeof target === "string") return target.startsWith("./") && !target.includes("..") ? target : undefined;
  if (Array.isArray(target)) return target.map(targetOf).find((found) => found !== undefined);
  if (typeof target !== "object" || target === null) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    if (!CONDITIONS.has(condition)) continue;
    const found = targetOf(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
