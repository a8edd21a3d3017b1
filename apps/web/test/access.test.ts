/** Logging in, one-time links, and what people with accounts do in the settings. */
import { expect, it } from "vitest";
import { testingPage } from "./testing-page.ts";

const { serve, open, folder } = testingPage();

it("makes users by link, lets them log in and out, and knows its limits", async () => {
  const server = await serve();
  const admin = await open(`${server.url}/settings/users`);
  await admin.getByText("No users").waitFor();
  await admin.getByLabel("Name", { exact: true }).fill("ada");
  await admin.getByLabel("Role", { exact: true }).selectOption("admin");
  await admin.getByRole("button", { name: "Add a user" }).click();
  const link = await admin.locator("code", { hasText: "#link=" }).innerText();

  const page = await open(link);
  await page.getByLabel("New password").fill("correct horse battery");
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.getByText("Try one of these").waitFor();
  expect(page.url()).not.toContain("link=");
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await page.getByLabel("Name").fill("ada");
  await page.getByLabel("Password").fill("wrong password");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("The name or the password is wrong.").waitFor();
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Try one of these").waitFor();

  await page.goto(`${server.url}/settings/keys`);
  await page.getByLabel("What it is for").fill("laptop");
  await page.getByRole("button", { name: "Make a key" }).click();
  const key = await page.locator("code").innerText();
  const answered = async () =>
    (await fetch(`${server.url}/api/runs`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await answered()).toBe(200);
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByText("No keys").waitFor();
  expect(await answered()).toBe(401);
});

it("stores credentials, which never come back", async () => {
  const server = await serve({ configFolder: folder() });
  const page = await open(`${server.url}/settings/credentials`);
  const answers: string[] = [];
  page.on("response", async (response) => void answers.push(await response.text().catch(() => "")));
  await page.getByText("No credentials").waitFor();
  await page.getByLabel("Name of the variable").fill("weather_api_key");
  await page.getByLabel("Secret").fill("a-long-secret-4711");
  await page.getByRole("button", { name: "Store it" }).click();
  await page.getByText("ends in 4711").waitFor();
  expect(await page.getByLabel("Secret").inputValue()).toBe("");
  await page.getByLabel("Who uses it").selectOption("team");
  await page.getByLabel("Name of the team").fill("alma");
  await page.getByLabel("Secret").fill("another-secret-0815");
  await page.getByRole("button", { name: "Store it" }).click();
  await page.getByText("team alma").waitFor();
  const stored = (await (await fetch(`${server.url}/api/credentials`)).json()) as { credentials: readonly object[] };
  expect(stored.credentials).toHaveLength(2);
  for (const [of, name] of [
    ["everyone", ""],
    ["team", "alma"],
  ])
    expect(stored.credentials).toContainEqual(expect.objectContaining({ of, name, variable: "WEATHER_API_KEY" }));
  await page.reload();
  await page.getByText("ends in 4711").waitFor();
  expect(answers.join()).toContain("4711");
  expect(answers.join()).not.toContain("-secret-");
  await page.getByRole("listitem").filter({ hasText: "ends in 4711" }).getByRole("button", { name: "Remove" }).click();
  await page.getByText("ends in 4711").waitFor({ state: "detached" });
  expect(page.complaints).toEqual([]);
});

it("sets budgets and preferences, which stay", async () => {
  const server = await serve();
  const page = await open(`${server.url}/settings/budgets`);
  await page.getByText("No budgets").waitFor();
  await page.getByLabel("US dollars").fill("2.5");
  await page.getByRole("button", { name: "Set the budget" }).click();
  await page.getByText("$0 of $2.50").waitFor();
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByText("No budgets").waitFor();

  await page.getByRole("link", { name: "Preferences" }).click();
  await page.getByLabel("Units").selectOption("metric");
  await page.getByLabel("Time zone").fill("Nowhere/Never");
  await page.getByRole("button", { name: "Save" }).click();
  await page
    .getByRole("alert")
    .getByText(/time zone/)
    .waitFor();
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();
  await page.reload();
  expect(await page.getByLabel("Units").inputValue()).toBe("metric");
  expect(await page.getByLabel("Time zone").inputValue()).toBe("Europe/Berlin");
  expect(page.complaints.filter((text) => !text.includes("400") && !text.includes("422"))).toEqual([]);
});
