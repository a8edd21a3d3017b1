/**
 * Measures how well tools are found: `node bench/tools/run.ts [dev|held-out]`.
 *
 * Each request is ranked over all built-in tools and the shipped catalogue; what counts is whether the first tool, and
 * one of the first five, has a capability that the request was labelled with. Of `held-out` only the figures are
 * printed; of `dev` also each miss, which is what tuning may look at.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FileNote } from "../../packages/thorp/src/models/brief.ts";
import { rankTools } from "../../packages/thorp/src/models/rank-tools.ts";
import { line } from "../rules/interval.ts";
import { briefToolOf, offeredTools } from "./offered-tools.ts";

interface Row {
  readonly text: string;
  /** More than one where several are right. */
  readonly capabilities: readonly string[];
  readonly files?: readonly string[];
}

const set = process.argv[2] ?? "dev";
if (set !== "dev" && set !== "held-out") {
  console.error("usage: node bench/tools/run.ts [dev|held-out]");
  process.exit(2);
}
const here = fileURLToPath(new URL(".", import.meta.url));
const rows = readFileSync(`${here}${set}.jsonl`, "utf8")
  .trim()
  .split("\n")
  .map((text) => JSON.parse(text) as Row);
const notes = JSON.parse(readFileSync(`${here}../rules/files.json`, "utf8")) as readonly FileNote[];
// What agents have for what is at hand anyway is never searched for.
const atHand = new Set(["read_result", "read_skill", "search_knowledge"]);
const tools = (await offeredTools()).filter(({ name }) => !atHand.has(name)).map(briefToolOf);

const ranked = rows.map((row) => {
  const files = notes.filter(({ path }) => row.files?.includes(path));
  return { row, found: rankTools(row.text, tools, { files }).map(({ tool }) => tool) };
});
const isRight = ({ capabilities }: Row, capability: string | undefined): boolean =>
  capability !== undefined && capabilities.includes(capability);
const within = (most: number): number =>
  ranked.filter(({ row, found }) => found.slice(0, most).some(({ capability }) => isRight(row, capability))).length;

console.log(`${set}: ${rows.length} requests, ${tools.length} tools`);
line("right capability first", within(1), rows.length);
line("right capability among five", within(5), rows.length);
if (set === "dev")
  for (const { row, found } of ranked)
    if (!isRight(row, found[0]?.capability))
      console.log(
        `  ${row.text}\n    wanted ${row.capabilities.join(" or ")}; found ${found
          .slice(0, 5)
          .map(({ name }) => name)
          .join(", ")}`,
      );
