import { describe, expect, it } from "vitest";
import { gramsOf, likeness } from "./grams.ts";
import { isEnglish } from "./language.ts";
import { lex } from "./lex.ts";
import { numberFromWord, withDigits } from "./numbers.ts";
import { bestSentences, sentencesOf, summaryOf } from "./sentences.ts";
import { mendSpelling } from "./spelling.ts";
import { stem } from "./stem.ts";
import { termOf, termsOf } from "./terms.ts";

describe("stems", () => {
  it.each([
    ["charts", "chart"],
    ["queries", "query"],
    ["boxes", "box"],
    ["planned", "plan"],
    ["selling", "sell"],
    ["making", "make"],
    ["calculation", "calculate"],
    ["files", "file"],
    ["monthly", "month"],
    ["status", "status"],
  ])("%s and %s are one", (a, b) => expect(stem(a)).toBe(stem(b)));

  it.each([
    ["price", "prize"],
    ["table", "tab"],
    ["is", "i"],
  ])("%s and %s are two", (a, b) => expect(stem(a)).not.toBe(stem(b)));
});

describe("terms", () => {
  it("takes synonyms as one and drops what says nothing", () => {
    expect(termOf("graph")).toBe(termOf("charts"));
    expect(termOf("average")).toBe(termOf("mean"));
    expect(termOf("the")).toBeUndefined();
    expect(termsOf("Show me the read_file tool")).toEqual(termsOf("display readFile tools"));
  });
});

describe("grams", () => {
  it("marks the edges and measures likeness", () => {
    expect(gramsOf("chart")).toEqual(["^cha", "char", "hart", "art$"]);
    expect(gramsOf("a")).toEqual(["^a$"]);
    expect(likeness("cancelled", "cancelled")).toBe(1);
    expect(likeness("canceled", "cancelled")).toBeGreaterThan(0.75);
    expect(likeness("open", "shipped")).toBe(0);
  });
});

describe("tokens", () => {
  const files = [{ path: "data/Q3 report.pdf", mediaType: "application/pdf", bytes: 1 }];
  const kinds = (text: string) => lex(text, files).map((token) => `${token.kind}:${token.value}`);

  it("keeps paths, addresses, quotations, dates and numbers whole", () => {
    expect(kinds("Read docs/plan.md, then example.com/a?b=1.")).toEqual([
      "word:Read",
      "path:docs/plan.md",
      "mark:,",
      "word:then",
      "url:https://example.com/a?b=1",
      "mark:.",
    ]);
    expect(kinds(`add "buy milk" to 'todo.txt' on 2025-01-03`)).toEqual([
      "word:add",
      "quoted:buy milk",
      "word:to",
      "path:todo.txt",
      "word:on",
      "date:2025-01-03",
    ]);
    expect(kinds("1,200*3.5")).toEqual(["number:1200", "mark:*", "number:3.5"]);
  });

  it("knows files by name, also with blanks, and only as whole words", () => {
    expect(kinds("open Q3 report.pdf now")).toContain("path:data/Q3 report.pdf");
    expect(
      lex("my sales are", [{ path: "sales", mediaType: "text/csv", bytes: 1 }]).map((token) => token.kind),
    ).toEqual(["word", "path", "word"]);
    expect(lex("wholesales", [{ path: "sales", mediaType: "text/csv", bytes: 1 }])[0]?.kind).toBe("word");
  });

  it("tells folders and patterns from words with a slash", () => {
    expect(kinds("list *.md in src/ and examples/data")).toEqual([
      "word:list",
      "path:*.md",
      "word:in",
      "path:src/",
      "word:and",
      "word:examples",
      "mark:/",
      "word:data",
    ]);
    expect(kinds("everything in examples/data")).toContain("path:examples/data");
    expect(kinds("files ending in .json")).toContain("path:*.json");
    expect(kinds("either and/or 24/7 km/h").filter((kind) => kind.startsWith("path"))).toEqual([]);
  });

  it("leaves apostrophes in words and never loses its place", () => {
    expect(kinds("it's 5 o'clock")).toEqual(["word:it's", "number:5", "word:o'clock"]);
    for (const text of ["", "   ", "\u0000\uD83D\uDE00'", '"', "'''", "()[]{}<>", "a".repeat(5000)]) {
      for (const token of lex(text)) expect(text.slice(token.start, token.end)).toBe(token.text);
    }
  });
});

describe("numbers in words", () => {
  it.each([
    ["twelve hundred", "1200"],
    ["two hundred and five", "205"],
    ["twenty five", "25"],
    ["three and five", "3 and 5"],
    ["two thousand and twenty six", "2026"],
    ["1,234,567 rows", "1234567 rows"],
    ["no number here", "no number here"],
  ])("%s", (words, digits) => expect(withDigits(words)).toBe(digits));

  it("knows single words", () => {
    expect(numberFromWord("dozen")).toBe(12);
    expect(numberFromWord("some")).toBeUndefined();
  });
});

describe("spelling", () => {
  it.each([
    ["garph", "graph"],
    ["lst", "list"],
    ["buisness", "business"],
    ["opne", "open"],
    ["temprature", "temperature"],
    ["betwen", "between"],
    ["expnses", "expenses"],
  ])("%s was meant to be %s", (slip, word) => expect(mendSpelling(slip)).toBe(word));

  it.each(["charm", "moth", "stable", "salt", "sales", "finds", "report's", "poem", "cat", "form", "thin", "wit"])(
    "%s stays",
    (word) => expect(mendSpelling(word)).toBe(word),
  );
});

describe("language", () => {
  it.each([
    "Wie hoch ist der Umsatz pro Region in sales.csv?",
    "Que dit le manuel sur les congés ?",
    "dime un chiste",
    "Zoek het woord factuur in alle bestanden",
    "Mostra i file della cartella docs",
    "Crie um gráfico de vendas por região",
    "Hur många dagar är det till jul?",
    "Pokaż wszystkie pliki",
    "今日は何曜日ですか",
    "мне нужна таблица продаж",
    "Hola",
    "Wat is 5 plus 5?",
  ])("foreign: %s", (text) => expect(isEnglish(lex(text))).toBe(false));

  it.each([
    "17*23",
    "dir",
    "total revenue by region in sales.csv",
    "Which vendor did we pay most, Müller or Crème de la Crème?",
    'save "Guten Tag" to out/a.txt',
    "who is Ruth Abel",
    "Open docs/notes.md",
    "plot revenue per region",
    "list all files in the docs folder",
    "1.5 TB as gigabytes",
    "",
  ])("English: %s", (text) => expect(isEnglish(lex(text))).toBe(true));
});

describe("sentences", () => {
  const text =
    "# Contract\n\nThe contract begins on 1 March 2025. It runs for 24 months.\nThe monthly fee is 1,850 EUR plus VAT.\n| a | b |\nThe fee is due on the 15th of each month, and the fee is paid by transfer.";

  it("cuts prose and leaves lines of tables alone", () => {
    expect(sentencesOf(text)).toEqual([
      "# Contract",
      "The contract begins on 1 March 2025.",
      "It runs for 24 months.",
      "The monthly fee is 1,850 EUR plus VAT.",
      "| a | b |",
      "The fee is due on the 15th of each month, and the fee is paid by transfer.",
    ]);
  });

  it("finds what shares most with a question, in order, and nothing when nothing does", () => {
    expect(bestSentences(text, "when does the contract begin", 1)).toEqual(["The contract begins on 1 March 2025."]);
    expect(bestSentences(text, "quantum physics", 3)).toEqual([]);
  });

  it("sums up with sentences of the text only, the first among them", () => {
    const summary = summaryOf(text, 2);
    expect(summary).toHaveLength(2);
    expect(summary[0]).toBe("The contract begins on 1 March 2025.");
    for (const sentence of summary) expect(text).toContain(sentence);
  });
});
