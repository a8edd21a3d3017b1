/** Files inside prompts, in the forms that model servers take. */
import { ThorpError } from "../base/errors.ts";
import type { LanguageModelV4Message } from "./language-model.ts";

type UserPart = Extract<LanguageModelV4Message, { role: "user" }>["content"][number];
/** A file as prompts hold it. */
export type FilePart = Extract<UserPart, { type: "file" }>;
/** The same without what only prompts need. */
export type FileContent = Pick<FilePart, "data" | "mediaType" | "filename">;

/** By its media type alone; the bytes are not looked at. */
export function isImage(file: FileContent): boolean {
  return file.mediaType === "image" || file.mediaType.startsWith("image/");
}

/** The text of a file that is text, else undefined. */
export function textOfFile({ data, mediaType }: FileContent): string | undefined {
  if (data.type === "text") return data.text;
  if (data.type !== "data" || !/^text(\/|$)|^application\/(json|xml|yaml)$/.test(mediaType)) return undefined;
  return typeof data.data === "string"
    ? Buffer.from(data.data, "base64").toString("utf8")
    : new TextDecoder().decode(data.data);
}

/** Base64 of a file that is here; undefined for one that is only linked. */
export function base64OfFile({ data }: FileContent): string | undefined {
  if (data.type !== "data") return undefined;
  if (typeof data.data === "string") return data.data;
  return Buffer.from(data.data.buffer, data.data.byteOffset, data.data.byteLength).toString("base64");
}

/** A link as it is, or the file as a `data:` URL. */
export function urlOfFile(file: FileContent): string | undefined {
  if (file.data.type === "url") return file.data.originalUrl ?? file.data.url.href;
  const base64 = base64OfFile(file);
  return base64 === undefined ? undefined : `data:${fullMediaType(file, base64)};base64,${base64}`;
}

/** Refuses what a server cannot be sent, naming the file. */
export function refuseFile(file: FileContent, server: string): never {
  const what = file.filename ?? `a file of type ${file.mediaType}`;
  throw new ThorpError("input-invalid", `${server} cannot be sent ${what}`, {
    hint: "Turn the file into text first, or choose a model that reads it.",
  });
}

const IMAGE_BEGINNINGS: readonly (readonly [string, string])[] = [
  ["iVBORw0", "image/png"],
  ["/9j/", "image/jpeg"],
  ["R0lGOD", "image/gif"],
  ["UklGR", "image/webp"],
];

/** `image` and `image/*` say too little for a data URL; the first bytes tell the rest. */
function fullMediaType({ mediaType }: FileContent, base64: string): string {
  if (mediaType.includes("/") && !mediaType.endsWith("/*")) return mediaType;
  return IMAGE_BEGINNINGS.find(([beginning]) => base64.startsWith(beginning))?.[1] ?? "image/png";
}
