/** Parts of a message of the person: words, pictures, files and sound, in the shapes of both protocols. */
import { ThorpError } from "../../base/errors.ts";
import type { AskRequest } from "../../engine/thorp.ts";

/** Words or a file. */
export type ReadPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "file"; readonly file: NonNullable<AskRequest["attachments"]>[number] };

/** One part as it came in, of whatever type. */
export interface ContentPart {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** `where` names the message in errors. Throws `input-invalid`. */
export function readContent(
  content: string | readonly ContentPart[] | null | undefined,
  where: string,
): readonly ReadPart[] {
  if (content === null || content === undefined || content === "") return [];
  if (typeof content === "string") return [{ kind: "text", text: content }];
  return content.map((part, position) => readPart(part, `${where}[${position}]`, position + 1));
}

/** Only words: of the assistant and of tools. */
export function textOf(content: string | readonly ContentPart[] | null | undefined, where: string): string {
  return readContent(content, where)
    .flatMap((part) => (part.kind === "text" ? [part.text] : []))
    .join("\n");
}

function readPart(part: ContentPart, where: string, number: number): ReadPart {
  switch (part.type) {
    case "text":
    case "input_text":
    case "output_text":
      return { kind: "text", text: stringOf(part["text"], `${where}.text`) };
    case "refusal":
      return { kind: "text", text: stringOf(part["refusal"], `${where}.refusal`) };
    case "image_url":
    case "input_image": {
      const given = part["image_url"];
      const url = typeof given === "object" && given !== null ? (given as { url?: unknown }).url : given;
      return fileFrom(dataUrl(stringOf(url, `${where}.image_url`), where), `image-${number}`);
    }
    case "file":
    case "input_file":
      return namedFile((part.type === "file" ? part["file"] : part) as ContentPart | undefined, where, number);
    case "input_audio": {
      const audio = (part["input_audio"] ?? {}) as { data?: unknown; format?: unknown };
      const format = stringOf(audio.format, `${where}.input_audio.format`);
      const mediaType = format === "mp3" ? "audio/mpeg" : `audio/${format}`;
      const bytes = bytesOf(stringOf(audio.data, `${where}.input_audio.data`), where);
      return { kind: "file", file: { name: `sound-${number}.${format}`, mediaType, bytes } };
    }
    default:
      throw new ThorpError("input-invalid", `${where}: there are no parts of type ${part.type} here.`);
  }
}

function namedFile(part: ContentPart | undefined, where: string, number: number): ReadPart {
  const { file_data: data, filename } = (part ?? {}) as { file_data?: unknown; filename?: unknown };
  if (data === undefined)
    throw new ThorpError("input-invalid", `${where}: a file is sent as file_data; Thorp keeps no uploaded files.`);
  const text = stringOf(data, `${where}.file_data`);
  const read = text.startsWith("data:")
    ? dataUrl(text, where)
    : { mediaType: "application/octet-stream", bytes: bytesOf(text, where) };
  if (typeof filename !== "string" || filename === "") return fileFrom(read, `file-${number}`);
  return { kind: "file", file: { ...read, name: filename.slice(0, 255) } };
}

interface Data {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

function fileFrom({ mediaType, bytes }: Data, name: string): ReadPart {
  const ending = /^[\w-]+\/(?:x-)?([\w-]+)/.exec(mediaType)?.[1] ?? "bin";
  return { kind: "file", file: { name: `${name}.${ending === "octet-stream" ? "bin" : ending}`, mediaType, bytes } };
}

/** `data:image/png;base64,…`. What lies elsewhere is not fetched: an address in a request may point anywhere. */
function dataUrl(url: string, where: string): Data {
  const match = /^data:([\w.+/-]+)?(?:;[\w=.-]+)*;base64,/.exec(url.slice(0, 200));
  if (match === null)
    throw new ThorpError(
      "input-invalid",
      `${where}: Thorp fetches nothing for clients; send it as a data: URL in base64.`,
    );
  return { mediaType: match[1] ?? "application/octet-stream", bytes: bytesOf(url.slice(match[0].length), where) };
}

function bytesOf(base64: string, where: string): Uint8Array {
  if (!/^[\w+/-]*={0,2}\s*$/.test(base64)) throw new ThorpError("input-invalid", `${where}: this is not base64.`);
  return Buffer.from(base64, "base64");
}

function stringOf(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new ThorpError("input-invalid", `${where}: must be a string.`);
}
