/** `thorp models export litellm`: the catalogue as the configuration of a proxy. */
import { writeFile } from "node:fs/promises";
import { ThorpError } from "../../base/errors.ts";
import { countWords } from "../../base/words.ts";
import { resolvePath } from "../../config/config-folder.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { modelWork } from "./model-work.ts";

/** The options of `thorp models export`. */
export interface ExportModelsOptions extends CommonOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** To standard output, or into a file that is not there yet. Throws `usage`. */
export async function exportModels(context: CommandContext, form: string, options: ExportModelsOptions): Promise<void> {
  if (form !== "litellm") throw new ThorpError("usage", `There is no export to ${form}. The one there is: litellm.`);
  const { stdout, stderr, cwd } = context.surroundings;
  const config = await readConfig(context, options);
  const { yaml, leftOut } = await (await modelWork(context, config)).exportLiteLlm();
  if (options.output === undefined) stdout.write(yaml);
  else {
    const file = resolvePath(options.output, cwd);
    await writeFile(file, yaml, { flag: options.force ? "w" : "wx" }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST")
        throw new ThorpError("usage", `${file} is there already.`, { hint: "Replace it with --force." });
      throw new ThorpError("usage", `${file} cannot be written (${error.code}).`);
    });
    stderr.write(`Written to ${file}. Start the proxy: litellm --config ${file}\n`);
  }
  if (leftOut.length > 0)
    stderr.write(`Left out: ${countWords(leftOut.length, "model")} (${leftOut.slice(0, 3).join("; ")}).\n`);
}
