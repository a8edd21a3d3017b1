/** The files that a call sends: read as any tool reads files, so that the rules of the team about paths hold for them. */
import { basename } from "node:path";
import { ThorpError } from "../../../base/errors.ts";
import type { Json } from "../../../base/json.ts";
import { mediaTypeOf } from "../../media-type.ts";
import type { ToolContext } from "../../tool.ts";
import type { ApiOperation } from "../api.ts";

/** A file on its way out. */
export interface SentFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** By the path that the argument gave. */
export type SentFiles = ReadonlyMap<string, SentFile>;

/** Of all files of one call. */
const MOST_BYTES = 32 << 20;

/** The paths that the arguments name, in their order. */
export function filePathsOf({ body }: Pick<ApiOperation, "body">, input: Readonly<Record<string, Json>>): string[] {
  const fields = [...(body?.fields ?? []), ...(body?.isFile ? [body] : [])];
  return fields.flatMap(({ argument, isFile }) => {
    const given = isFile && argument !== undefined ? input[argument] : undefined;
    return (Array.isArray(given) ? given : [given]).filter((path) => typeof path === "string");
  });
}

/** Throws what reading a file throws, and `input-too-large` when all together are too much for one request. */
export async function readSentFiles(
  operation: Pick<ApiOperation, "body">,
  input: Readonly<Record<string, Json>>,
  context: Pick<ToolContext, "readFile">,
): Promise<SentFiles> {
  const files = new Map<string, SentFile>();
  let left = MOST_BYTES;
  for (const path of new Set(filePathsOf(operation, input))) {
    const bytes = await context.readFile(path, { maxBytes: MOST_BYTES });
    left -= bytes.byteLength;
    if (left < 0) throw new ThorpError("input-too-large", `One request takes at most ${MOST_BYTES >> 20} MB of files.`);
    const name = basename(path.replace(/^attachment:/, ""));
    files.set(path, { name, mediaType: mediaTypeOf(path, bytes), bytes });
  }
  return files;
}
