/** The catalogue from disk: the built-in file, the person's file on top, the program's options on top of both. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readCompiled } from "../base/compiled.ts";
import { ThorpError } from "../base/errors.ts";
import { contentHash } from "../base/json.ts";
import { type Catalogue, createCatalogue } from "./catalogue.ts";
import { type CatalogueLayer, layerFromOptions } from "./catalogue-layer.ts";
import type { CatalogueFields } from "./catalogue-schema.ts";

/** What lies on top of the built-in catalogue. */
export interface CatalogueSources {
  /** Files on top of the built-in one, later ones win; they need not exist. */
  readonly files?: readonly string[];
  readonly options?: CatalogueFields;
}

/** The catalogue that ships with the program: `dist/catalogue.yaml`, or that of the repository. */
export const builtInCatalogue: string = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../catalogue.yaml" : "../catalogue.yaml", import.meta.url),
);

/** Throws `catalogue-invalid` for a file with mistakes, `config-invalid` for one that cannot be read. */
export async function loadCatalogue({ files = [], options }: CatalogueSources = {}): Promise<Catalogue> {
  const texts = await Promise.all([builtInCatalogue, ...files].map(readText));
  if (texts[0] === undefined) {
    throw new ThorpError("config-invalid", `${builtInCatalogue} is missing`, { hint: "Install Thorp again." });
  }
  const sources = texts.flatMap((text, at) => (text === undefined ? [] : [{ text, file: fileAt(at, files) }]));
  const added = options ? [layerFromOptions(options)] : [];
  const compiled = await Promise.all(sources.map(compiledLayer));
  if (compiled.includes(undefined)) return createCatalogue([...(await parseAll(sources)), ...added]);
  try {
    return createCatalogue([...compiled.flatMap((layer) => layer ?? []), ...added]);
  } catch {
    // The complaint shall say the line, which only the parsed file knows.
    return createCatalogue([...(await parseAll(sources)), ...added]);
  }
}

interface CatalogueText {
  readonly file: string;
  readonly text: string;
}

function fileAt(place: number, files: readonly string[]): string {
  return place === 0 ? builtInCatalogue : (files[place - 1] ?? "");
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return undefined;
    throw new ThorpError("config-invalid", `${file} cannot be read (${String(code)})`, { cause: error });
  }
}

/** Undefined when the build has not seen this text: then it is parsed. */
async function compiledLayer({ file, text }: CatalogueText): Promise<CatalogueLayer | undefined> {
  const fields = (await readCompiled(contentHash(text))) as CatalogueFields | undefined;
  return fields === undefined ? undefined : { fields, file, positionOf: () => file };
}

async function parseAll(sources: readonly CatalogueText[]): Promise<readonly CatalogueLayer[]> {
  const { parseCatalogueFile } = await import("./catalogue-file.ts");
  return sources.map(({ text, file }) => parseCatalogueFile(text, file));
}
