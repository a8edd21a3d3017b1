/** `thorp models add`: three lines in the person's own catalogue. */
import { ThorpError } from "../../base/errors.ts";
import type { ModelDesk } from "../../engine/model-desk/model-desk.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { modelWork } from "./model-work.ts";

/** The options of `thorp models add`, as typed. */
export interface AddModelOptions extends CommonOptions {
  readonly window?: string;
  readonly answer?: string;
  readonly price?: string;
  readonly can?: string;
  readonly alias?: string;
  readonly requireTest?: boolean;
}

type Fields = Parameters<ModelDesk["add"]>[0];

/** Writes nothing unless the whole catalogue still holds together. Throws `usage` and `catalogue-invalid`. */
export async function addModel(context: CommandContext, id: string, options: AddModelOptions): Promise<void> {
  const config = await readConfig(context, options);
  const { stdout, stderr } = context.surroundings;
  const work = await modelWork(context, config);
  const added = await work.add(fieldsFrom(id, options), options.alias);
  const { file } = added;
  if (options.json) {
    stdout.write(`${JSON.stringify({ file, id: added.id }, null, 2)}\n`);
    return;
  }
  const there = work.server === undefined ? "" : ` of the server at ${work.server}, which knows it from its next start`;
  stdout.write(`${added.id} stands in ${file}${there}.\n`);
  if (!added.isPriced)
    stderr.write(
      `It has no price, and is refused until it has one: --price IN/OUT, or thorp models sync ${added.id.split("/")[0]}\n`,
    );
  if (work.server !== undefined) return;
  if (!config.settings.catalogues.includes(file) && config.effective.some(isNamed))
    stderr.write(`The setting catalogues names other files: add ${file} to it.\n`);
  stderr.write(`Try it: thorp models test ${added.id}\n`);
}

function isNamed({
  setting,
  origin,
}: {
  readonly setting: { readonly key: string };
  readonly origin: string;
}): boolean {
  return setting.key === "catalogues" && origin !== "default";
}

/** What is wrong with a value is said by the catalogue's own check; here numbers become numbers. */
function fieldsFrom(id: string, { window, answer, price, can, requireTest }: AddModelOptions): Fields {
  return {
    id,
    ...(window !== undefined && { context: tokensFrom(window, "--window") }),
    ...(answer !== undefined && { max_output: tokensFrom(answer, "--answer") }),
    ...(price !== undefined && { price: priceFrom(price) }),
    ...(can !== undefined && { capabilities: can.split(",").map((name) => name.trim()) as Fields["capabilities"] }),
    ...(requireTest && { requires_test: true }),
  };
}

/** `32768`, `32k`. */
function tokensFrom(text: string, flag: string): number {
  const match = /^(\d+)(k?)$/i.exec(text.trim());
  if (match === null)
    throw new ThorpError("usage", `${flag} takes a number of tokens such as 32768 or 128k, not ${text}.`);
  return Number(match[1]) * (match[2] === "" ? 1 : 1000);
}

function priceFrom(text: string): Fields["price"] {
  const [input, output, ...rest] = text.split("/").map((part) => Number(part.trim() || Number.NaN));
  if (input === undefined || output === undefined || rest.length > 0 || !(input >= 0) || !(output >= 0))
    throw new ThorpError(
      "usage",
      `--price takes US dollars per million tokens, in and out, such as 0.25/2, not ${text}.`,
    );
  return { input, output };
}
