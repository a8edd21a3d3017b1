import { expect, it } from "vitest";
import { commandsFor } from "./commands.ts";

const commands = ["new", "team alma", "team village"].map((name) => ({ name, about: "", run: () => {} }));
const found = (text: string) => commandsFor(text, commands)?.map(({ name }) => name);

it("takes only a slash at the beginning for a command", () => {
  expect(found("/")).toEqual(["new", "team alma", "team village"]);
  expect(found("/Team")).toEqual(["team alma", "team village"]);
  expect(found("/team v")).toEqual(["team village"]);
  expect(found("/xyz")).toEqual([]);
  expect(found("/etc/hosts is a file")).toBeUndefined();
  expect(found("/what is this")).toBeUndefined();
  expect(found("hello /new")).toBeUndefined();
});
