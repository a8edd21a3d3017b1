/** Logging in, one-time links, and what people with accounts do in the settings. */
import { expect, it } from "vitest";
import { testingPage } from "./testing-page.ts";

const { serve, open, folder } = testingPage();

it("makes users by link, lets them log in and out, and knows its limits", async () => {
  const server = await serve();
  const page = await open(`${server.url}/settings/keys`);
  await page.getByText("No key is needed").waitFor();
  await page.goto(`${server.url}/settings/users`);
  await page.getByText("No users").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("ada");
  await page.getByRole("button", { name: "Make me an admin" }).click();
  // Whoever made the first user is nobody any more, so the link is opened at once.
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

  await page.goto(`${server.url}/settings/users`);
  await page.getByLabel("Name", { exact: true }).fill("bob");
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Add a user" }).click();
  const bob = await open(await page.locator("code", { hasText: "#link=" }).innerText());
  await bob.getByLabel("New password").fill("another horse battery");
  await bob.getByRole("button", { name: "Set the password" }).click();
  await bob.getByText("Try one of these").waitFor();
  await bob.getByText("bob", { exact: true }).waitFor();
});

it("makes keys that may what is ticked, until when is chosen, and revokes them after a question", async () => {
  const server = await serve();
  const page = await open(`${server.url}/settings/users`);
  await page.getByLabel("Name", { exact: true }).fill("ada");
  await page.getByRole("button", { name: "Make me an admin" }).click();
  await page.getByLabel("New password").fill("correct horse battery");
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.getByText("Try one of these").waitFor();

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("api keys");
  await page.keyboard.press("Enter");
  await page.getByLabel("What it is for").fill("laptop");
  await page.getByLabel("Ends").selectOption("in 30 days");
  await page.getByLabel("Ask, answer and stop").uncheck();
  await page.getByRole("button", { name: "Make a key" }).click();
  const once = page.getByRole("status").filter({ hasText: "The key for laptop" });
  const key = await once.locator("code").innerText();
  const row = page.getByRole("listitem").filter({ hasText: "laptop" });
  await row.getByText(/never used · until /).waitFor();
  const calls = (path: string, init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, { ...init, headers: { authorization: `Bearer ${key}` } });
  expect((await calls("/api/runs")).status).toBe(200);
  expect((await calls("/api/runs", { method: "POST", body: JSON.stringify({ text: "Hello" }) })).status).toBe(403);
  const { keys } = (await page.evaluate(async () => (await fetch("/api/keys")).json())) as {
    keys: readonly { scopes: string[]; createdAt: number; expiresAt: number }[];
  };
  expect(keys.map(({ scopes }) => scopes)).toEqual([["runs:read", "v1"]]);
  const days = ((keys[0]?.expiresAt ?? 0) - (keys[0]?.createdAt ?? 0)) / 86_400_000;
  expect(Math.round(days)).toBe(30);

  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByLabel("What it is for").focus();
  expect((await calls("/api/runs")).status).toBe(200);
  await row.getByRole("button", { name: "Revoke" }).click();
  await row.getByRole("button", { name: "Revoke for good?" }).click();
  await page.getByText("No keys").waitFor();
  expect((await calls("/api/runs")).status).toBe(401);
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
