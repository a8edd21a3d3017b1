/** `thorp tools docs`: a page for each tool. */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { resolvePath } from "../../config/config-folder.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { withTools } from "./open-tools.ts";
import { toolPages } from "./tool-pages.ts";

/** The options as they were typed. */
export interface ToolDocsOptions extends CommonOptions {
  readonly dir?: string;
}

/** Pages of tools that are no more go; other files of the folder stay. */
export async function writeToolPages(context: CommandContext, options: ToolDocsOptions): Promise<void> {
  const pages = toolPages(await withTools(context, options, (thorp) => thorp.listTools()));
  const dir = resolvePath(options.dir ?? join("docs", "tools"), context.surroundings.cwd);
  await mkdir(dir, { recursive: true });
  for (const name of await readdir(dir)) if (name.endsWith(".md") && !pages.has(name)) await rm(join(dir, name));
  for (const [name, text] of pages) await writeFile(join(dir, name), text);
  context.surroundings.stdout.write(`${pages.size} pages in ${dir}\n`);
}
