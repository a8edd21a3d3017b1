import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ModelSummary, TeamSummary } from "../../../engine/thorp.ts";
import { createTestingThorp, testingSurroundings } from "../../testing-thorp.ts";
import type { Chat } from "../chat.ts";
import { completeLine } from "../input/complete-line.ts";
import { readCommand, requestFrom } from "./command.ts";
import { chatCommands, findCommand, helpText } from "./commands.ts";

it("are all on the page, in the words of the help", () => {
  const page = readFileSync(new URL("../../../../../../docs/chat.md", import.meta.url), "utf8");
  for (const { name, argument, description } of chatCommands) {
    const shown = `/${name}${argument === undefined ? "" : ` ${argument.replaceAll("|", "\\|")}`}`;
    expect(page).toContain(`| \`${shown}\` | ${description} |`);
  }
  expect(helpText()).toContain("/model NAME|auto  ");
});

it("begin with a slash, but paths and doubled slashes are requests", () => {
  expect(readCommand("/Team  toollama ")).toEqual({ name: "team", argument: "toollama" });
  expect(readCommand(" /cost")).toEqual({ name: "cost", argument: "" });
  for (const text of ["/etc/hosts", "//help", "a /help", "1/2"]) expect(readCommand(text)).toBeUndefined();
  expect(requestFrom("//help")).toEqual({ text: "/help", expand: false });
  expect(requestFrom("/files:summarise tea")).toEqual({ text: "/files:summarise tea" });
  expect(readCommand("/files:summarise tea")).toBeUndefined();
  expect(() => findCommand("xyzzy")).toThrow("There is no command /xyzzy.");
});

it("are completed, with what may follow them, and files", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "thorp-complete-"));
  mkdirSync(join(cwd, "notes"));
  for (const file of ["north.csv", "notes/a b.md", "notes/c.md", ".hidden"]) writeFileSync(join(cwd, file), "");
  const thorp = createTestingThorp({
    overrides: {
      listTeams: async () => [{ name: "alma" }, { name: "toollama" }] as unknown as TeamSummary[],
      serverOffers: async () => ({
        prompts: [
          { server: "w", name: "day", arguments: [{ name: "city", isRequired: true }] },
          { server: "w", name: "now", arguments: [] },
        ],
        resources: [{ server: "w", uri: "file:///map.md", name: "map" }],
      }),
      listModels: async () => [{ id: "ollama/x", aliases: ["x"] }] as unknown as ModelSummary[],
    },
  });
  const chat = { thorp, context: { surroundings: testingSurroundings({ cwd }) } } as unknown as Chat;
  const hits = async (line: string) => (await completeLine(chat, line)).hits;
  expect(await hits("/w:")).toEqual(["/w:day ", "/w:now"]);
  expect(await hits("Read @w")).toEqual(["@w:file:///map.md"]);
  expect(await hits("/h")).toEqual(["/help", "/history"]);
  expect(await hits("/te")).toEqual(["/team "]);
  expect(await hits("/team to")).toEqual(["toollama"]);
  expect(await hits("/model ")).toEqual(["auto", "ollama/x", "x"]);
  expect(await hits("/plan o")).toEqual(["on", "off"]);
  expect(await hits("/attach no")).toEqual(["north.csv", "notes/"]);
  expect(await hits("/attach notes/a")).toEqual(["notes/a b.md"]);
  expect(await hits("sum up notes/")).toEqual(["notes/c.md"]);
  expect(await completeLine(chat, "what is in nor")).toEqual({ hits: ["north.csv"], part: "nor" });
  expect(await hits("see .h")).toEqual([".hidden"]);
  expect(await hits("nothing/at/all")).toEqual([]);
  expect(await hits("/cost x")).toEqual([]);
  expect(await hits("word ")).toEqual([]);
});
