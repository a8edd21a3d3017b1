import { describe, expect, it } from "vitest";
import { languageProblem } from "./check-language.ts";

const german = "Wie hoch ist die Summe aller Bestellungen, und wie war sie im Monat davor?";
const inGerman = "Die Summe aller Bestellungen ist 1.250 Euro; im Monat davor war sie nicht so hoch.";
const inEnglish = "The total of all orders is 1,250 euros; it was lower in the month before.";
const inChinese = "所有订单的总额是一千二百五十欧元,比上个月高。";

describe("languageProblem", () => {
  it.each([
    [german, inEnglish, "The answer is in English, the request in German. Answer in German."],
    [german, inChinese, "The answer is in Chinese, the request in German. Answer in German."],
    [
      "What is the total of all the orders that were made in March?",
      inChinese,
      "The answer is in Chinese, the request in English. Answer in English.",
    ],
  ])("names the mismatch of %j and %j", (request, answer, problem) =>
    expect(languageProblem({ request, answer })).toBe(problem),
  );

  it.each([
    ["the same language", german, inGerman],
    ["a request that is too short to tell", "Summe?", inEnglish],
    ["an answer of numbers", german, "1.250,00 EUR"],
    ["code", german, "```py\nprint('the sum of all the orders is here')\n```"],
    ["a translation", `Übersetze bitte ins Englische: ${german}`, inEnglish],
    ["another language that was asked for", `${german} Antworte auf Englisch.`, inEnglish],
    ["words that were quoted", 'Was heißt "the total of all orders is lower"? Ich weiß es nicht, und du?', inGerman],
  ])("says nothing about %s", (_what, request, answer) => expect(languageProblem({ request, answer })).toBeUndefined());

  it("lets a planner think in its own language", () => {
    const goal = "Find the total of all the orders and compare it with that of the month before.";
    expect(languageProblem({ request: german, goal, answer: inEnglish })).toBeUndefined();
  });
});
