/** What the header of a picture says: its size in pixels and its title. PNG, JPEG, GIF and WebP; nothing is decoded. */
import type { FileNote } from "../models/brief.ts";

/** Pixels, and words of the file's maker: untrusted. */
export type PictureFacts = Pick<FileNote, "width" | "height" | "title">;

/** Empty for what is broken or of another kind; never throws. */
export function pictureFacts(bytes: Uint8Array): PictureFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(0) === 0x89504e47) return pngFacts(view);
    if (view.getUint16(0) === 0xffd8) return jpegFacts(view);
    const name = textAt(view, 0, 4);
    if (name === "GIF8") return sized(view.getUint16(6, true), view.getUint16(8, true));
    return name === "RIFF" && textAt(view, 8, 4) === "WEBP" ? webpFacts(view) : {};
  } catch {
    // Cut off before its header ended.
    return {};
  }
}

const MOST_BLOCKS = 200;
const LONGEST_TITLE = 300;

function pngFacts(view: DataView): PictureFacts {
  const size = sized(view.getUint32(16), view.getUint32(20));
  for (let at = 8, blocks = 0; at + 12 <= view.byteLength && blocks < MOST_BLOCKS; blocks++) {
    const [length, kind] = [view.getUint32(at), textAt(view, at + 4, 4)];
    if (kind === "IDAT") break;
    if (kind === "tEXt") {
      const [keyword = "", text = ""] = textAt(view, at + 8, Math.min(length, 1000)).split("\0");
      if (/^(title|description)$/i.test(keyword) && text.trim() !== "") return { ...size, title: titleFrom(text) };
    }
    at += 12 + length;
  }
  return size;
}

function jpegFacts(view: DataView): PictureFacts {
  let title: string | undefined;
  for (let at = 2, blocks = 0; at + 9 <= view.byteLength && blocks < MOST_BLOCKS; blocks++) {
    if (view.getUint8(at) !== 0xff) break;
    const [marker, length] = [view.getUint8(at + 1), view.getUint16(at + 2)];
    if (marker === 0xfe) title ??= titleFrom(textAt(view, at + 4, Math.min(length - 2, 1000)));
    // Start of frame; C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { ...sized(view.getUint16(at + 7), view.getUint16(at + 5)), ...(title ? { title } : {}) };
    at += 2 + length;
  }
  return {};
}

function webpFacts(view: DataView): PictureFacts {
  switch (textAt(view, 12, 4)) {
    case "VP8X":
      return sized(1 + uint24(view, 24), 1 + uint24(view, 27));
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return sized(1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff));
    }
    case "VP8 ":
      return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    default:
      return {};
  }
}

function sized(width: number, height: number): PictureFacts {
  return width > 0 && height > 0 ? { width, height } : {};
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

/** Latin 1, as these headers are written. */
function textAt(view: DataView, at: number, length: number): string {
  const end = Math.min(view.byteLength, at + Math.max(0, length));
  return Buffer.from(view.buffer, view.byteOffset + at, end - at).toString("latin1");
}

function titleFrom(text: string): string {
  // Only what can be read: a comment may hold anything.
  return text
    .replace(/[^\x20-\x7E\xA0-\xFF]+/g, " ")
    .trim()
    .slice(0, LONGEST_TITLE);
}
