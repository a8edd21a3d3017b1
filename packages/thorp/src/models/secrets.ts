/** Keys of model servers: from the environment, or from the file that `NAME_FILE` names. Never logged, never kept. */
import { readFileSync } from "node:fs";
import { ThorpError } from "../base/errors.ts";

/** Variables by name; nothing here reads the process by itself. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Undefined when neither `NAME` nor `NAME_FILE` is set; a file that cannot be read, or is empty, is an error. */
export function readSecret(name: string, env: Environment): string | undefined {
  const direct = env[name]?.trim();
  if (direct) return direct;
  const path = env[`${name}_FILE`]?.trim();
  if (!path) return undefined;
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new ThorpError("config-invalid", `${name}_FILE names ${path}, which cannot be read (${reason})`, {
      hint: `Correct ${name}_FILE, or set ${name}.`,
    });
  }
  if (text === "") {
    throw new ThorpError("config-invalid", `${name}_FILE names ${path}, which is empty`, {
      hint: `Write the key into ${path}.`,
    });
  }
  return text;
}
