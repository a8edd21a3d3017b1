/** thorp.yaml as a layer of settings, or everything that is wrong in it with file, line and column. */
import { readFile } from "node:fs/promises";
import { ThorpError } from "../base/errors.ts";
import { readYaml } from "../base/yaml-source.ts";
import { checkAgainst } from "../tools/schema-problems.ts";
import { settingsSchema, type WrittenSettings } from "./settings-schema.ts";

const MOST_SHOWN = 20;

/** Undefined when there is no such file. Throws `config-invalid` that lists all problems, one per line. */
export async function readYamlSettings(file: string): Promise<WrittenSettings | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ThorpError("config-invalid", `${file} cannot be read (${code}).`, { cause: error });
  }
  return yamlSettings(text, file);
}

/** `file` is how messages name it. Throws as `readYamlSettings`. */
export function yamlSettings(text: string, file: string): WrittenSettings {
  const source = readYaml(text);
  if (source.problems.length > 0) throw invalid(file, source.problems);
  // A file with nothing but comments is a fine beginning.
  if (source.value === null || source.value === undefined) return {};
  const verdict = checkAgainst(settingsSchema, source);
  if (!verdict.ok) throw invalid(file, verdict.problems);
  return verdict.value;
}

interface Problem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

function invalid(file: string, problems: readonly Problem[]): ThorpError {
  const lines = problems
    .slice(0, MOST_SHOWN)
    .map(({ line, column, message }) => `${file}:${line}:${column}: ${message}${secretAdvice(message)}`);
  if (problems.length > MOST_SHOWN) lines.push(`and ${problems.length - MOST_SHOWN} more`);
  return new ThorpError("config-invalid", lines.join("\n"), {
    hint: "Mend the file, then run `thorp config validate`.",
  });
}

/** People look for a place for their key first. */
function secretAdvice(message: string): string {
  if (!/^unknown key `[^`]*(key|token|secret|password)[^`]*`/i.test(message)) return "";
  return "; keys do not belong here: put them into the environment or into .env, such as OPENROUTER_API_KEY=...";
}
