/** The catalogue from disk: the built-in file, the person's file on top, the program's options on top of both. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ThorpError } from "../base/errors.ts";
import { type Catalogue, createCatalogue } from "./catalogue.ts";
import { type CatalogueFields, type CatalogueLayer, layerFromOptions, parseCatalogueFile } from "./catalogue-file.ts";

export interface CatalogueSources {
  /** Files on top of the built-in one, later ones win; they need not exist. */
  readonly files?: readonly string[];
  readonly options?: CatalogueFields;
}

/** The catalogue that ships with the program. */
export const builtInCatalogue: string = fileURLToPath(new URL("../../catalogue.yaml", import.meta.url));

/** Throws `catalogue-invalid` for a file with mistakes, `config-invalid` for one that cannot be read. */
export async function loadCatalogue({ files = [], options }: CatalogueSources = {}): Promise<Catalogue> {
  const [builtIn, ...added] = await Promise.all([builtInCatalogue, ...files].map(readLayer));
  if (builtIn === undefined) {
    throw new ThorpError("config-invalid", `${builtInCatalogue} is missing`, { hint: "Install Thorp again." });
  }
  return createCatalogue([
    builtIn,
    ...added.flatMap((layer) => layer ?? []),
    ...(options ? [layerFromOptions(options)] : []),
  ]);
}

async function readLayer(file: string): Promise<CatalogueLayer | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return undefined;
    throw new ThorpError("config-invalid", `${file} cannot be read (${String(code)})`, { cause: error });
  }
  return parseCatalogueFile(text, file);
}
