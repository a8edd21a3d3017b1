/** `npm run docs:guides`: carries out the guides and writes the outputs that it saw into them. Read the difference. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runGuide } from "./run-guide.ts";

const folder = fileURLToPath(new URL("../../docs/guides/", import.meta.url));
for (const name of readdirSync(folder).filter((each) => each.endsWith(".md"))) {
  const page = readFileSync(folder + name, "utf8");
  const now = await runGuide(page);
  if (now !== page) writeFileSync(folder + name, now);
  console.log(`${now === page ? "right" : "wrote"} docs/guides/${name}`);
}
