import { expect, it } from "vitest";
import { fillPrompt } from "./fill-prompt.ts";

const gaps = (...names: readonly string[]) => ({
  arguments: names.map((name) => ({ name: name.replace("?", ""), isRequired: !name.endsWith("?") })),
});

it.each([
  ["Lisbon", ["city"], { city: "Lisbon" }],
  ["New York", ["city"], { city: "New York" }],
  ["Lisbon tomorrow at noon", ["city", "day"], { city: "Lisbon", day: "tomorrow at noon" }],
  ['"New York" today', ["city", "day"], { city: "New York", day: "today" }],
  ["day=today New York", ["city", "day"], { city: "New York", day: "today" }],
  ["city='New York'", ["city", "day?"], { city: "New York" }],
  ["url=https://a.org/?q=1", ["text"], { text: "url=https://a.org/?q=1" }],
  ["", ["city?"], {}],
  ["", [], {}],
])("%j for %j is %j", (typed, names, expected) => {
  expect(fillPrompt("/w:p", gaps(...names), typed)).toEqual(expected);
});

it.each([
  ["", ["city", "day?"], "needs city", "/w:p city=… [day=…]"],
  ["Lisbon", ["city", "day"], "needs day", "/w:p city=… day=…"],
  ["now", [], "takes no arguments", "/w:p"],
])("%j for %j is refused with its usage", (typed, names, message, hint) => {
  const fill = () => fillPrompt("/w:p", gaps(...names), typed);
  expect(fill).toThrow(
    expect.objectContaining({ code: "input-invalid", message: expect.stringContaining(message), hint }),
  );
});
