/** Pictures and sound that a brief brings: which of them a call can send, and to which models. */
import type { Brief, FileNote } from "./brief.ts";

/** Kinds of files that some models take and others do not. */
export const mediaKinds = ["image", "audio"] as const;
/** One of `mediaKinds`. */
export type MediaKind = (typeof mediaKinds)[number];

/** What a model must be able to do to take each kind, in the words of the catalogue. */
export const capabilityForMedia = { image: "vision", audio: "audio" } as const;

/** What all servers take that take such files at all. */
const SENT_TYPES: Readonly<Record<string, MediaKind>> = {
  "image/png": "image",
  "image/jpeg": "image",
  "image/webp": "image",
  "image/gif": "image",
  "audio/wav": "audio",
  "audio/mpeg": "audio",
};

/** Bytes; servers refuse larger ones. */
export const LARGEST_MEDIA: number = 8 << 20;
/** More make prompts that nobody pays for gladly. */
const MOST_FILES = 8;

/** A file whose bytes can go along. */
export interface MediaFile extends FileNote {
  readonly kind: MediaKind;
  readonly blob: string;
}

/** The files whose bytes go along with a call. Whoever checks or puts together works from results alone. */
export function mediaFiles({ purpose, files }: Brief): readonly MediaFile[] {
  if (purpose !== "understand" && purpose !== "work" && purpose !== "replan") return [];
  const found: MediaFile[] = [];
  for (const file of files) {
    const kind = SENT_TYPES[file.mediaType];
    if (kind !== undefined && file.blob !== undefined && file.bytes <= LARGEST_MEDIA && found.length < MOST_FILES)
      found.push({ ...file, kind, blob: file.blob });
  }
  return found;
}

/** The brief without the bytes that a model does not take; the files stay named. The same object where nothing goes. */
export function withMediaFor(brief: Brief, takes: readonly MediaKind[]): Brief {
  const isUntaken = ({ mediaType, blob }: FileNote): boolean => {
    const kind = SENT_TYPES[mediaType];
    return blob !== undefined && (kind === undefined || !takes.includes(kind));
  };
  if (!brief.files.some(isUntaken)) return brief;
  const files = brief.files.map((file) => {
    if (!isUntaken(file)) return file;
    const { blob: _, ...rest } = file;
    return rest;
  });
  return { ...brief, files };
}

/** The kinds among them that a model with these capabilities takes. */
export function mediaTakenBy(capabilities: readonly string[]): readonly MediaKind[] {
  return mediaKinds.filter((kind) => capabilities.includes(capabilityForMedia[kind]));
}

/** True for pictures and sound, whether they can be sent or not. */
export function isMedia({ mediaType }: Pick<FileNote, "mediaType">): boolean {
  return /^(image|audio|video)\//.test(mediaType) && mediaType !== "image/svg+xml";
}
