/** Names of columns and tables as SQL can take them. SQLite compares names without regard to case, and so does this. */

/** Every column gets a name of its own: an empty one becomes `column_3`, a second `total` becomes `total_2`. */
export function uniqueNames(header: readonly (string | undefined)[]): string[] {
  const taken = new Set<string>();
  return header.map((cell, index) => {
    const wanted = (cell ?? "").replace(/\s+/g, " ").trim() || `column_${index + 1}`;
    return freeName(wanted, taken);
  });
}

/** `wanted`, or with the lowest number that makes it new; adds it to `taken`, which holds lower-case names. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted}_${number}`;
  taken.add(name.toLowerCase());
  return name;
}

/** A name that needs no quotes: `Unit price (EUR)` gives `Unit_price_EUR`. */
export function plainName(name: string): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^_+|_+$/g, "");
  if (plain === "") return "column";
  return /^\d/.test(plain) ? `_${plain}` : plain;
}

/** The name of a table for a file: `reports/Sales 2025.csv` gives `Sales_2025`. */
export function tableName(file: string): string {
  const base = file.split(/[/\\]/).at(-1) ?? file;
  return plainName(base.replace(/^(attachment|result):/, "").replace(/\.[A-Za-z0-9]+$/, ""));
}

/** As SQL quotes a name. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
