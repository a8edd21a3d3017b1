/** Makes a folder outside of the repository one in which our packages, and those of the examples, are installed. */
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** By package and the part of it that is imported: the source that stands for what would be installed. */
const SOURCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  thorp: { ".": "packages/thorp/src/index.ts", "./testing": "packages/thorp/src/testing/index.ts" },
  "@thorp/client": { ".": "packages/client/src/index.ts" },
};
const INSTALLED = ["@modelcontextprotocol/client", "openai", "zod"];

/** `import "thorp"` finds the source, as it finds the package where that is installed. */
export async function linkPackages(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  for (const [name, parts] of Object.entries(SOURCES)) {
    const exports: Record<string, string> = {};
    for (const [part, source] of Object.entries(parts)) {
      const file = part === "." ? "./index.js" : `${part}.js`;
      exports[part] = file;
      await put(join(modules, name, file), `export * from ${JSON.stringify(join(repository, source))};\n`);
    }
    await put(join(modules, name, "package.json"), JSON.stringify({ name, type: "module", exports }));
  }
  for (const name of INSTALLED) {
    const [entry = "", home = ""] =
      /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(fileURLToPath(import.meta.resolve(name))) ?? [];
    if (entry === "") throw new Error(`${name} is not installed.`);
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(home, join(modules, name), "dir");
  }
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
