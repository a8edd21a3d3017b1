import { describe, expect, test } from "vitest";
import { mediaTypeOf } from "./media-type.ts";
import { peekFile } from "./peek-file.ts";
import { pictureFacts } from "./picture-facts.ts";

const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const letters = (text: string) => [...Buffer.from(text, "latin1")];
const block = (kind: string, data: readonly number[]) => [
  ...uint32(data.length),
  ...letters(kind),
  ...data,
  0,
  0,
  0,
  0,
];

const pngHead = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10];
const png = (text?: string) =>
  Uint8Array.from([
    ...pngHead,
    ...block("IHDR", [...uint32(640), ...uint32(480), 8, 6, 0, 0, 0]),
    ...(text === undefined ? [] : block("tEXt", letters(text))),
    ...block("IDAT", [1, 2, 3]),
  ]);
const jpeg = Uint8Array.from([
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xfe, 0, 9, ...letters("A boat\n")],
  ...[0xff, 0xc0, 0, 11, 8, 0x01, 0x00, 0x02, 0x00, 3, 1, 2],
]);
const gif = Uint8Array.from([...letters("GIF89a"), 0x20, 0x03, 0x58, 0x02, 0, 0, 0]);
const riff = (kind: string, rest: readonly number[]) =>
  Uint8Array.from([...letters("RIFF"), 0, 0, 0, 0, ...letters("WEBP"), ...letters(kind), 0, 0, 0, 0, ...rest]);
const webps = {
  VP8X: riff("VP8X", [0, 0, 0, 0, 0x7f, 0x02, 0, 0xdf, 0x01, 0]),
  VP8L: riff("VP8L", [0x2f, 0x7f, 0xc2, 0x77, 0, 0]),
  "VP8 ": riff("VP8 ", [0, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]),
};

describe("the header of a picture", () => {
  test("tells size and title", () => {
    expect(pictureFacts(png())).toEqual({ width: 640, height: 480 });
    expect(pictureFacts(png("Title\0A red boat"))).toEqual({ width: 640, height: 480, title: "A red boat" });
    expect(pictureFacts(jpeg)).toEqual({ width: 512, height: 256, title: "A boat" });
    expect(pictureFacts(gif)).toEqual({ width: 800, height: 600 });
  });

  test.each(Object.entries(webps))("of WebP, %s", (_, bytes) => {
    expect(pictureFacts(bytes)).toEqual({ width: 640, height: 480 });
    expect(mediaTypeOf("x.bin", bytes)).toBe("image/webp");
  });

  test("that is cut off, at whatever byte, tells less and never throws", () => {
    for (const bytes of [png("Title\0A red boat"), jpeg, gif, ...Object.values(webps)])
      for (let length = 0; length <= bytes.length; length++) pictureFacts(bytes.subarray(0, length));
    expect(pictureFacts(new Uint8Array())).toEqual({});
  });

  test("stands in the note of the file", async () => {
    expect(await peekFile("boat.txt", png("Description\0Boat"))).toEqual({
      ...{ path: "boat.txt", mediaType: "image/png", bytes: png("Description\0Boat").length },
      ...{ width: 640, height: 480, title: "Boat" },
    });
  });
});

test.each([
  ["a.wav", Uint8Array.from([...letters("RIFF"), 0, 0, 0, 0, ...letters("WAVEfmt ")]), "audio/wav"],
  ["a.mp3", Uint8Array.from([...letters("ID3"), 3, 0, 0, 0]), "audio/mpeg"],
  ["b.mp3", Uint8Array.from([0xff, 0xfb, 0x90, 0x00, 0, 0, 1, 2]), "audio/mpeg"],
  ["a.bin", Uint8Array.from([...letters("OggS"), 0, 2, 0, 0]), "audio/ogg"],
])("sound is known by its beginning: %s", (name, bytes, type) => expect(mediaTypeOf(name, bytes)).toBe(type));
