/** A copy of a project for programs to work on: the files that are text or small, without what was installed or built. */
import { readFile } from "node:fs/promises";
import { ThorpError } from "../../base/errors.ts";
import { isInside } from "../context/resolve-path.ts";
import { walkFiles } from "../files/walk-files.ts";
import type { ToolContext } from "../tool.ts";

const MOST_FILES = 1000;
const MOST_BYTES = 32 << 20;
/** Files with keys stay where they are. */
const LEFT_OUT = /(^|\/)(\.env[^/]*|\.thorp[^/]*|\.npmrc|\.netrc|id_[a-z0-9]+|[^/]+\.(pem|key|p12))$/i;

/** Bytes by path below `folder`. Throws `tool-input` when it is no folder, `input-too-large` for a large project. */
export async function projectCopy(folder: string, context: ToolContext): Promise<ReadonlyMap<string, Uint8Array>> {
  const root = await context.resolvePath(folder);
  const { files, isComplete } = await walkFiles(root, context);
  const wanted = files.filter(({ file, path }) => !LEFT_OUT.test(path) && !isInside(context.out, file));
  if (!isComplete || wanted.length > MOST_FILES) throw tooMuch(folder, `more than ${MOST_FILES} files`);
  const copy = new Map<string, Uint8Array>();
  let room = MOST_BYTES;
  for (const { file, path } of wanted) {
    const bytes = await readFile(file);
    room -= bytes.length;
    if (room < 0) throw tooMuch(folder, "more than 32 MiB");
    copy.set(path, bytes);
  }
  return copy;
}

function tooMuch(folder: string, what: string): ThorpError {
  return new ThorpError("input-too-large", `${folder} holds ${what}.`, {
    hint: "Name the folder below it that is meant.",
  });
}
