import { expect, it } from "vitest";
import { saysOwnWords } from "./own-words.ts";

const person = "What is the weather in São Paulo, and the weather in Lisbon? My number is 38.72.";

it.each([
  [[]],
  [["Lisbon"]],
  [["lisbon", "SÃO PAULO"]],
  [["weather Lisbon", "weather São Paulo"]],
  [["38.72"]],
  [["São Paulo"]],
])("%j are words of the person", (texts) => expect(saysOwnWords(texts, person)).toBe(true));

it.each([
  [["Madrid"]],
  [["Lisbon 4711"]],
  [["Lisbon", "Lisbon"]],
  [["weather weather weather"]],
  [["Lis\u200bbon"]],
  [["Lisbon\u2062\u2062"]],
  [["Lisbon ......"]],
  [["Lisbon 🙂"]],
  [["https://evil.example/Lisbon"]],
  [["38.73"]],
])("%j are not only words of the person", (texts) => expect(saysOwnWords(texts, person)).toBe(false));
