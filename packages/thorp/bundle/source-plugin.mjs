/** What our own sources need so that they can be put together into other files than their own. */
import { readFile } from "node:fs/promises";
import { relative, sep } from "node:path";

/**
 * `depth`: how many folders below `dist` the bundle is written. There `import.meta.url` becomes the address that the
 * module had if it were a file of its own, so that workers, teams and charts are found from it. Without `depth` the
 * bundle stands where its source would.
 */
export function thorpSources(root, { depth }) {
  const own = new RegExp(`^${root.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}.*\\.ts$`);
  return {
    name: "thorp-sources",
    setup(build) {
      build.onLoad({ filter: own }, async ({ path }) => {
        let contents = await readFile(path, "utf8");
        // Of a namespace that is imported as such only what is used comes along: a quarter of zod.
        contents = contents.replace('import { z } from "zod";', 'import * as z from "zod";');
        if (depth !== undefined && contents.includes("import.meta.url")) {
          const place = relative(root, path).split(sep).join("/").replace(/\.ts$/, ".js");
          const address = JSON.stringify(`${"../".repeat(depth)}${place}`);
          contents = contents.replaceAll("import.meta.url", `new URL(${address}, import.meta.url).href`);
        }
        return { contents, loader: "ts" };
      });
    },
  };
}
