/** The pages before the page, and cards that ask: free of what keeps people out, in both themes and two sizes. */
import { expect, it } from "vitest";
import { expectItFits, expectNothingFound } from "./axe.ts";
import { ask, DESK, PHONE, testingPage, writing } from "./testing-page.ts";

const { serve, open, folder } = testingPage();
const sizes = [
  ["on a desk", DESK],
  ["on a phone", PHONE],
] as const;

it.each(sizes)("login and one-time links are free of what axe finds: %s", async (_where, size) => {
  const server = await serve();
  const page = await open(`${server.url}/settings/users`, size);
  await page.getByLabel("Name", { exact: true }).fill("ada");
  await page.getByRole("button", { name: "Make me an admin" }).click();
  await page.getByLabel("New password").waitFor();
  await expectNothingFound(page, "link");
  await page.goto(server.url);
  await page.reload();
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await expectNothingFound(page, "login");
  await page.getByLabel("Name").fill("ada");
  await page.getByLabel("Password").fill("wrong password");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("The name or the password is wrong.").waitFor();
  await expectNothingFound(page, "refused login");
  await expectItFits(page, "login");
});

it.each(sizes)("keys and users are free of what axe finds once there are some: %s", async (_where, size) => {
  const server = await serve();
  const page = await open(`${server.url}/settings/users`, size);
  await page.getByLabel("Name", { exact: true }).fill("ada");
  await page.getByRole("button", { name: "Make me an admin" }).click();
  await page.getByLabel("New password").fill("correct horse battery");
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.getByText("Try one of these").waitFor();
  await page.goto(`${server.url}/settings/users`);
  await page.getByRole("button", { name: "New link" }).click();
  await page.locator("code", { hasText: "#link=" }).waitFor();
  await expectNothingFound(page, "users");
  await expectItFits(page, "users");
  await page.goto(`${server.url}/settings/keys`);
  await page.getByLabel("What it is for").fill("laptop");
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByRole("button", { name: "Revoke" }).click();
  await expectNothingFound(page, "keys");
  await expectItFits(page, "keys");
});

it.each(sizes)(
  "a card that asks is free of what axe finds, in the conversation and the inbox: %s",
  async (_where, size) => {
    const page = await open((await serve({ workspace: folder(), ...writing("The whole report.\n") })).url, size);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await ask(page, "Write it");
    await page.getByLabel("What it is called with").waitFor();
    await page.getByRole("button", { name: "Deny", exact: true }).click();
    await expectNothingFound(page, "approval");
    await expectItFits(page, "approval");
    await page.goto(new URL("/inbox", page.url()).href);
    await page.getByLabel("What it is called with").waitFor();
    await expectNothingFound(page, "inbox");
    expect(page.complaints).toEqual([]);
  },
);
