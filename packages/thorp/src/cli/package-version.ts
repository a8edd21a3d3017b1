/** The version of the package, from its package.json beside `src` and `dist`. */
import { readFileSync } from "node:fs";

/** Works from the source and from the built package. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
