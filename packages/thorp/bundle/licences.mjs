/** The licences of the packages that a bundle contains: they must travel with it. */
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";

/** One text for all packages among `inputs`, the paths of esbuild's metafile. */
export async function licences(inputs) {
  const texts = [];
  for (const folder of packageFolders(inputs)) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? (await readFile(join(folder, file), "utf8")).trim() : `Licence: ${license}`;
    texts.push(`${name} ${version}\n\n${text}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

function packageFolders(inputs) {
  const marker = `node_modules${sep}`;
  const folders = new Set();
  for (const input of inputs) {
    const path = input.split("/").join(sep);
    const start = path.lastIndexOf(marker);
    if (start < 0) continue;
    const parts = path.slice(start + marker.length).split(sep);
    const name = parts[0].startsWith("@") ? join(parts[0], parts[1]) : parts[0];
    folders.add(path.slice(0, start + marker.length) + name);
  }
  return [...folders].sort();
}
