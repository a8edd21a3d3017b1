import { expect, it } from "vitest";
import { readPdf } from "./pdf-text.ts";
import { makePdf } from "./test-files.ts";

const pages = Array.from({ length: 10 }, (_, index) => `This is page ${index + 1} of ten`);

it("stops reading when there is enough", async () => {
  const reading = await readPdf(makePdf(pages), { characters: 50 });
  expect(reading).toMatchObject({ totalPages: 10 });
  expect("pages" in reading ? reading.pages.map(({ number }) => number) : reading).toEqual([1, 2, 3]);
});

it("reads the wished pages only, in order", async () => {
  const reading = await readPdf(makePdf(pages), { characters: 10_000, pages: [2, 9, 99] });
  expect(reading).toMatchObject({
    pages: [{ number: 2, text: "This is page 2 of ten" }, { number: 9 }],
    totalPages: 10,
  });
});

it("a page that is not there is a problem, not an empty text", async () => {
  expect(await readPdf(makePdf(pages), { characters: 10, pages: [11] })).toEqual({
    problem: "it has 10 pages, and none of those asked for",
  });
});
