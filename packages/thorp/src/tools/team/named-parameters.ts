/** Which arguments a statement wants. */

/** The `:name` of a statement, each once; what stands in texts, quoted names and comments is none. */
export function namedParameters(sql: string): readonly string[] {
  const plain = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  return [...new Set([...plain.matchAll(/(?<![:\w]):([A-Za-z_]\w*)/g)].map(([, name = ""]) => name))];
}
