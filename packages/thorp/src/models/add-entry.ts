/** A new model in the person's own catalogue file: what stands there, comments and order, stays as it is. */
import { isMap, isSeq, parseDocument } from "yaml";
import { ThorpError } from "../base/errors.ts";
import { parseCatalogueFile } from "./catalogue-file.ts";
import type { ModelFields } from "./catalogue-schema.ts";

/** What is to stand in the file. */
export interface NewEntry {
  readonly fields: ModelFields;
  readonly alias?: string | undefined;
}

const HEAD = "# Your own models, on top of those that Thorp knows. `thorp models` shows the result.\n";

/** The new text. Throws `catalogue-invalid` for a file that is wrong before or after, `usage` for what is there already. */
export function withEntry(text: string, { fields, alias }: NewEntry, file: string): string {
  const before = parseCatalogueFile(text, file);
  const at = before.fields.models?.findIndex(({ id }) => id === fields.id) ?? -1;
  if (at >= 0)
    throw new ThorpError("usage", `${fields.id} already stands at ${before.positionOf(["models", at, "id"])}.`, {
      hint: "Change the entry there.",
    });
  if (alias !== undefined && before.fields.aliases?.[alias] !== undefined)
    throw new ThorpError("usage", `The alias ${alias} already stands at ${before.positionOf(["aliases"], alias)}.`, {
      hint: "Change it there, or choose another name.",
    });
  const document = parseDocument(text.trim() === "" ? HEAD : text);
  const models = document.get("models");
  const entry = document.createNode(fields);
  for (const name of ["price", "capabilities"]) {
    const node = entry.get(name, true);
    if (isMap(node) || isSeq(node)) node.flow = true;
  }
  if (isSeq(models)) models.add(entry);
  else document.set("models", document.createNode([entry]));
  if (alias !== undefined) document.setIn(["aliases", alias], fields.id);
  const after = document.toString({ lineWidth: 0 });
  parseCatalogueFile(after, file);
  return after;
}
