import { describe, expect, it } from "vitest";
import { type AttachedFile, attachmentFrom, judged, MOST_BYTES } from "./attachments.ts";

const texts = { empty: "empty", tooLarge: () => "large", tooMuch: () => "much", twice: "twice" };
let id = 0;
const attached = (name: string, size: number): AttachedFile => ({ id: id++, file: { name, size, type: "" } as File });

describe("judged", () => {
  it("says what cannot be sent, each for its own reason", () => {
    const files = [
      attached("a", 10),
      attached("b", 0),
      attached("a", 5),
      attached("c", MOST_BYTES + 1),
      attached("d", MOST_BYTES - 5),
      attached("e", 4),
    ];
    expect(judged(files, texts).map(({ problem }) => problem)).toEqual([
      undefined,
      "empty",
      "twice",
      "large",
      "much",
      undefined,
    ]);
  });

  it("judges anew once another file is gone", () => {
    const [first, second] = judged([attached("a", 1), attached("a", 1)], texts);
    expect(judged([second as AttachedFile], texts)[0]?.problem).toBeUndefined();
    expect(first?.problem).toBeUndefined();
  });
});

it("sends the bytes as they are", async () => {
  const bytes = new Uint8Array(100_000).map((_, index) => index % 251);
  const { base64, ...rest } = await attachmentFrom(new File([bytes], "x.bin"));
  expect(rest).toEqual({ name: "x.bin" });
  expect(new Uint8Array(Buffer.from(base64, "base64"))).toEqual(bytes);
});
