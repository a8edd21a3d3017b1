/** Conversations in the list: named, taken along, deleted. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ask, isOver, PHONE, type TestPage, testingPage } from "./testing-page.ts";

const { serve, open } = testingPage();

const listOf = (page: TestPage) => page.getByRole("region", { name: "Conversations", exact: true });
const rowOf = (page: TestPage, title: string) => listOf(page).getByRole("link", { name: title, exact: true });

/** Opens the menu of a conversation as a keyboard does, and chooses. */
async function choose(page: TestPage, title: string, item: string): Promise<void> {
  await listOf(page)
    .getByRole("button", { name: `What can be done with: ${title}` })
    .focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: item }).click();
}

async function asked(...requests: readonly string[]) {
  const server = await serve();
  const page = await open(server.url);
  for (const text of requests) {
    await page.goto(server.url);
    await ask(page, text);
    await isOver(page);
  }
  return { server, page };
}

it("get a name of the person's own, which stays; without one they have their first words back", async () => {
  const { page } = await asked("What is 6 * 7?");
  await choose(page, "What is 6 * 7?", "Rename");
  const field = page.getByRole("textbox", { name: "Name of the conversation" });
  await field.fill("Not this");
  await page.keyboard.press("Escape");
  await rowOf(page, "What is 6 * 7?").waitFor();
  await choose(page, "What is 6 * 7?", "Rename");
  await field.fill("Six by seven");
  await page.keyboard.press("Enter");
  await rowOf(page, "Six by seven").waitFor();
  await expect.poll(() => page.title()).toBe("Six by seven");
  await page.reload();
  await rowOf(page, "Six by seven").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("option", { name: "Six by seven" }).waitFor();
  await page.keyboard.press("Escape");
  await choose(page, "Six by seven", "Rename");
  await field.fill("");
  await page.keyboard.press("Enter");
  await rowOf(page, "What is 6 * 7?").waitFor();
  expect(page.complaints).toEqual([]);
});

it("are saved as Markdown, and with all that is known of them", async () => {
  const { page } = await asked("What is 6 * 7?");
  for (const [item, name] of [
    ["Save as Markdown", /\.md$/],
    ["Save with all details (JSON)", /^con_.*\.json$/],
  ] as const) {
    const coming = page.waitForEvent("download");
    await choose(page, "What is 6 * 7?", item);
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(name);
    expect(readFileSync((await download.path()) ?? "", "utf8")).toContain("42");
  }
  expect(page.complaints).toEqual([]);
});

it("are deleted for good, after a question, also the one that is looked at", async () => {
  const { page, server } = await asked("What is 6 * 7?", "What is 2 + 3?");
  await choose(page, "What is 2 + 3?", "Delete");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await rowOf(page, "What is 2 + 3?").waitFor();
  await choose(page, "What is 2 + 3?", "Delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("Try one of these").waitFor();
  await rowOf(page, "What is 2 + 3?").waitFor({ state: "detached" });
  await rowOf(page, "What is 6 * 7?").waitFor();
  expect(new URL(page.url()).pathname).toBe("/");
  const { conversations } = (await (await fetch(`${server.url}/api/conversations`)).json()) as {
    conversations: readonly { title: string }[];
  };
  expect(conversations.map(({ title }) => title)).toEqual(["What is 6 * 7?"]);
  expect(page.complaints).toEqual([]);
});

it("can be named on a phone, where nothing hovers", async () => {
  const server = await serve();
  const page = await open(server.url, PHONE);
  await ask(page, "What is 6 * 7?");
  await isOver(page);
  await page.getByRole("button", { name: "Menu" }).click();
  await listOf(page).getByRole("button", { name: "What can be done with: What is 6 * 7?" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name of the conversation" }).fill("On the way");
  await page.keyboard.press("Enter");
  await rowOf(page, "On the way").waitFor();
});
