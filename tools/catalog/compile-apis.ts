/** The API descriptions that ship, `catalog/*.yaml`, read and checked into one file that a start only has to parse. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readApi } from "../../packages/thorp/src/tools/api/document/read-api.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** In the repository. */
export const apisFilePath = "catalog/apis.generated.json";

/** Names of the descriptions, in order. */
function descriptions(): readonly string[] {
  return readdirSync(`${root}catalog`)
    .filter((name) => name.endsWith(".yaml"))
    .sort();
}

/** The text of one of them. */
export function descriptionText(name: string): string {
  return readFileSync(`${root}catalog/${name}`, "utf8");
}

/** The text of the file, a line for each API. Throws for a description with anything wrong. */
export function compileApis(): string {
  const apis = descriptions().map((name) => {
    const { api, problems } = readApi(descriptionText(name), { file: `catalog/${name}`, isTrusted: true });
    const [first] = problems;
    if (first !== undefined) throw new Error(`catalog/${name}:${first.line}:${first.column}: ${first.message}`);
    return JSON.stringify(api);
  });
  return `[\n${apis.join(",\n")}\n]\n`;
}
