/**
 * Files of a prompt by reference: a prompt that agents write names a blob of the store, and its bytes are put in when
 * the call is made. So a prompt can be hashed, counted and kept without them.
 */
import type { MediaFile } from "./brief-media.ts";
import { type FilePart, isImage } from "./file-content.ts";
import type { LanguageModelV4Prompt } from "./language-model.ts";

const OWNER = "thorp";

/** A part that stands for the file. */
export function referencePart({ path, mediaType, blob }: MediaFile): FilePart {
  return { type: "file", filename: path, mediaType, data: { type: "reference", reference: { [OWNER]: blob } } };
}

/** The prompt with the bytes in it; a file that is gone is said to be. Prompts without files come back as they are. */
export async function withFileBytes(
  prompt: LanguageModelV4Prompt,
  read: (blob: string) => Promise<Uint8Array | undefined>,
): Promise<LanguageModelV4Prompt> {
  if (!prompt.some(({ content }) => Array.isArray(content) && content.some((part) => blobOf(part) !== undefined)))
    return prompt;
  return Promise.all(
    prompt.map(async (message) => {
      if (message.role !== "user") return message;
      const content = message.content.map(async (part) => {
        const blob = blobOf(part);
        if (blob === undefined || part.type !== "file") return part;
        const bytes = await read(blob);
        if (bytes === undefined) return { type: "text" as const, text: `[${part.filename} is no longer there]` };
        return { ...part, data: { type: "data" as const, data: bytes } };
      });
      return { ...message, content: await Promise.all(content) };
    }),
  );
}

/** Pictures in a prompt: some servers charge for each. */
export function imagesIn(prompt: LanguageModelV4Prompt): number {
  let images = 0;
  for (const message of prompt)
    if (message.role === "user")
      for (const part of message.content) if (part.type === "file" && isImage(part)) images++;
  return images;
}

function blobOf(part: { readonly type: string; readonly data?: unknown }): string | undefined {
  if (part.type !== "file") return undefined;
  const data = part.data as FilePart["data"] | undefined;
  return data?.type === "reference" ? data.reference[OWNER] : undefined;
}
