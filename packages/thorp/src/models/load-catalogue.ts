/** The catalogue from disk: the built-in file, the person's file on top, the program's options on top of both. */
import { readFile } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
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
  /** Folders whose files may start server processes; every file may when absent. */
  readonly startFrom?: readonly string[] | undefined;
}

/** The catalogue that ships with the program: `dist/catalogue.yaml`, or that of the repository. */
export const builtInCatalogue: string = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../catalogue.yaml" : "../catalogue.yaml", import.meta.url),
);

/** Throws `catalogue-invalid` for a file with mistakes, `config-invalid` for one that cannot be read. */
export async function loadCatalogue({ files = [], options, startFrom }: CatalogueSources = {}): Promise<Catalogue> {
  const texts = await Promise.all([builtInCatalogue, ...files].map(readText));
  if (texts[0] === undefined) {
    throw new ThorpError("config-invalid", `${builtInCatalogue} is missing`, { hint: "Install Thorp again." });
  }
  const mayStart = (file: string) => startFrom?.some((folder) => isInside(file, folder)) ?? true;
  const sources = texts.flatMap((text, at) => {
    const file = fileAt(at, files);
    return text === undefined ? [] : [{ text, file, mayStart: mayStart(file) }];
  });
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

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== "" && !path.startsWith("..") && !isAbsolute(path);
}

interface CatalogueText {
  readonly file: string;
  readonly text: string;
  readonly mayStart: boolean;
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
async function compiledLayer({ file, text, mayStart }: CatalogueText): Promise<CatalogueLayer | undefined> {
  const fields = (await readCompiled(contentHash(text))) as CatalogueFields | undefined;
  return fields === undefined ? undefined : { fields, file, mayStart, positionOf: () => file };
}

async function parseAll(sources: readonly CatalogueText[]): Promise<readonly CatalogueLayer[]> {
  const { parseCatalogueFile } = await import("./catalogue-file.ts");
  return sources.map(({ text, file, mayStart }) => parseCatalogueFile(text, file, mayStart));
}
