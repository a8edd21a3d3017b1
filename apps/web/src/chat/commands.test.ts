import { expect, it } from "vitest";
import { commandsFor, promptCommands, resourcesFor } from "./commands.ts";

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

it("calls prompts of servers like commands, and sends what is typed after them", () => {
  const prompts = [{ server: "w", name: "day.plan", arguments: [{ name: "city", isRequired: true }] }];
  const all = [...commands, ...promptCommands({ prompts })];
  expect(commandsFor("/w:d", all)?.map(({ name, about, run }) => [name, about, run()])).toEqual([
    ["w:day.plan", " city", "/w:day.plan "],
  ]);
  expect(commandsFor("/w:day.plan ", all)).toBeUndefined();
  expect(commandsFor("/w:day.plan Lisbon", all)).toBeUndefined();
});

it("completes resources after an @ at the end", () => {
  const resources = [{ server: "files", uri: "file:///notes.md", name: "notes", description: "My notes" }];
  const found = (text: string) => resourcesFor(text, { resources })?.map(({ run }) => run());
  expect(found("Read @fi")).toEqual(["Read @files:file:///notes.md "]);
  expect(found("@")).toEqual(["@files:file:///notes.md "]);
  for (const text of ["Read", "mail me@fi", "@files:file:///notes.md", "@files:x", "@fi and"])
    expect(found(text)).toBeUndefined();
});
