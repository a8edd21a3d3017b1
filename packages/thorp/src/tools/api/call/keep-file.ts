/** Bytes of an answer become a file in the out folder; a model gets its name, type and size. */
import { ThorpError } from "../../../base/errors.ts";
import type { Json } from "../../../base/json.ts";
import type { Artifact } from "../../../events/task-result.ts";
import type { ToolContext } from "../../tool.ts";
import type { AnswerRules, ApiOperation } from "../api.ts";
import type { Expressions } from "../expression.ts";

const MOST_BYTES = 64 << 20;
const extensions: Readonly<Record<string, string>> = {
  ...{ "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif", "image/svg+xml": "svg" },
  ...{ "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "video/mp4": "mp4" },
  ...{ "application/pdf": "pdf", "application/zip": "zip" },
};

/** Stores them. */
export function keepBytes(
  { name }: Pick<ApiOperation, "name">,
  { bytes, mediaType }: { readonly bytes: Uint8Array; readonly mediaType: string },
  context: ToolContext,
): Promise<Artifact> {
  const ending = extensions[mediaType] ?? "bin";
  return context.createFile({ name: `${name}.${ending}`, title: `${name} (${mediaType})`, mediaType, bytes });
}

/** The files that a part of the answer holds or names; addresses are fetched at once, since they soon end. */
export async function keepNamedFiles(
  operation: ApiOperation,
  data: Json,
  {
    rules,
    expressions,
    context,
  }: {
    readonly rules: NonNullable<AnswerRules["file"]>;
    readonly expressions: Expressions;
    readonly context: ToolContext;
  },
): Promise<readonly Artifact[]> {
  const found = expressions.of(rules.from, data);
  const texts = (Array.isArray(found) ? found : [found]).filter((each) => typeof each === "string" && each !== "");
  if (texts.length === 0) throw new ThorpError("tool-failed", `The answer to ${operation.name} holds no file.`);
  const kept: Artifact[] = [];
  for (const text of texts.slice(0, 10) as readonly string[]) {
    const mediaType = rules.mediaType;
    if (rules.as === "base64") {
      const bytes = new Uint8Array(Buffer.from(text.replace(/^data:[^,]{0,100},/, ""), "base64"));
      if (bytes.length === 0) throw new ThorpError("tool-failed", `The file of ${operation.name} is empty or damaged.`);
      kept.push(await keepBytes(operation, { bytes, mediaType }, context));
      continue;
    }
    // Where files lie is the service's choice; it gets nothing of ours, and only public addresses are asked.
    const page = await context.request(text, { maxBytes: MOST_BYTES, shownAs: URL.parse(text)?.host ?? "the file" });
    if (page.status >= 300 || page.bytes.length === 0)
      throw new ThorpError(
        "tool-failed",
        `The file of ${operation.name} could not be fetched (status ${page.status}).`,
      );
    const type = page.mediaType.startsWith("application/octet")
      ? mediaType
      : (page.mediaType.split(";")[0] ?? mediaType);
    kept.push(await keepBytes(operation, { bytes: page.bytes, mediaType: type }, context));
  }
  return kept;
}
