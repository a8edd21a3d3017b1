/** Files that go with a request: what may come along, and how it travels. */
import type { AskRequest } from "@thorp/client";

export interface AttachedFile {
  readonly id: number;
  readonly file: File;
  /** Why it cannot be sent. */
  readonly problem?: string;
  /** A picture of it, for pictures. */
  readonly preview?: string;
}

export interface AttachmentTexts {
  readonly empty: string;
  readonly tooLarge: (limit: string) => string;
  readonly tooMuch: (limit: string) => string;
  readonly twice: string;
}

/** The server takes 48 MB a request; base64 makes a third more of it. */
export const MOST_BYTES = 30 * 1024 * 1024;

/** The list with a judgement of each file: together they must fit into one request, and no name may come twice. */
export function judged(files: readonly AttachedFile[], texts: AttachmentTexts): readonly AttachedFile[] {
  let total = 0;
  const names = new Set<string>();
  const limit = `${MOST_BYTES / 1024 / 1024} MB`;
  return files.map(({ problem: _before, ...attached }) => {
    const { name, size } = attached.file;
    const problem =
      size === 0
        ? texts.empty
        : size > MOST_BYTES
          ? texts.tooLarge(limit)
          : names.has(name)
            ? texts.twice
            : total + size > MOST_BYTES
              ? texts.tooMuch(limit)
              : undefined;
    if (problem !== undefined) return { ...attached, problem };
    total += size;
    names.add(name);
    return attached;
  });
}

type Attachment = NonNullable<AskRequest["attachments"]>[number];

export async function attachmentFrom(file: File): Promise<Attachment> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return { name: file.name, base64: btoa(binary), ...(file.type === "" ? {} : { mediaType: file.type }) };
}

/** As a data address: the content policy lets no other kind of picture in. Undefined for what is no picture. */
export async function previewOf(file: File): Promise<string | undefined> {
  if (!/^image\/(?:png|jpeg|gif|webp)$/.test(file.type) || file.size > MOST_BYTES) return undefined;
  const { base64 } = await attachmentFrom(file);
  return `data:${file.type};base64,${base64}`;
}

/** Files of a paste or a drop; a pasted picture has no name of its own. */
export function filesIn(data: DataTransfer | null): readonly File[] {
  return [...(data?.files ?? [])];
}
