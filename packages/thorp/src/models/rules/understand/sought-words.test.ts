import { describe, expect, it } from "vitest";
import { lex } from "../text/lex.ts";
import { soughtWords } from "./sought-words.ts";

const soughtIn = (text: string) => {
  const tokens = lex(text, []);
  const isSought = soughtWords(tokens);
  return tokens.flatMap((token, index) => (isSought(index) ? [token.text] : [])).join(" ");
};

describe("soughtWords", () => {
  it.each([
    ["find every file that mentions invoice", "invoice"],
    ["which documents contain net salary?", "net salary"],
    ["list all the text files mentioning the invoice in docs", "the invoice"],
    ["show each file with invoice in it", "invoice"],
    ["which files mention handbook, and what does the contract say?", "handbook"],
  ])("%s: %s", (text, sought) => expect(soughtIn(text)).toBe(sought));

  it.each([
    "what does the invoice mention about payment",
    "read the invoice file",
    "list all files",
    "the file mentions invoice",
    "summarise the handbook and list every file",
  ])("%s: nothing", (text) => expect(soughtIn(text)).toBe(""));
});
