/** What a reading tool says of the files that it will read, for policy to see. */
import { resolve } from "node:path";
import type { Intent } from "../base/intent.ts";
import type { ToolContext } from "./tool.ts";

/** What came with the request or was worked out before is no file of the workspace. */
const NO_FILE = /^(?:attachment|result):/;

/** Absolute paths of those that are files. */
export function pathsRead(
  { workspace }: Pick<ToolContext, "workspace">,
  ...names: readonly (string | undefined)[]
): Required<Pick<Intent, "paths">> {
  const paths = names.flatMap((name) => (name === undefined || NO_FILE.test(name) ? [] : [resolve(workspace, name)]));
  return { paths };
}
