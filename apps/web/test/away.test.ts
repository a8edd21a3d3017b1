/** A server that goes and comes back, and keys that are pressed meanwhile: the page says so, and loses nothing. */
import { expect, it } from "vitest";
import { ask, scripted, testingPage } from "./testing-page.ts";

const { serve, open, folder } = testingPage();

it("says that the server is away for as long as it is; what was typed stays and can be sent then", async () => {
  const dir = folder();
  const first = await serve({ dir, ...scripted(() => ({ text: "Here again." })) });
  const page = await open(first.url);
  await page.getByText("Try one of these").waitFor();
  await first.close();
  await first.thorp.close();
  const away = page.getByRole("status").getByText("The server is away.");
  await away.waitFor();
  await ask(page, "Are you there?");
  const notice = page.getByRole("region", { name: "News of this page" }).getByText("No answer from the server.");
  await notice.waitFor();
  // It covers nothing that is needed now.
  await page.getByRole("button", { name: "Send", exact: true }).click({ trial: true });
  await serve({ dir, port: first.port, ...scripted(() => ({ text: "Here again." })) });
  await away.waitFor({ state: "detached" });
  expect(await page.getByLabel("Your request", { exact: true }).inputValue()).toBe("Are you there?");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("log").getByText("Here again.").waitFor();
});

it("does not take letters into the request that are meant for a window that is about to open", async () => {
  const page = await open((await serve()).url);
  await page.getByText("Try one of these").waitFor();
  let letIn = (): void => {};
  const waits = new Promise<void>((resolve) => {
    letIn = resolve;
  });
  await page.route("**/assets/palette-*.js", async (route) => {
    await waits;
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("models");
  letIn();
  await page.getByRole("dialog").waitFor();
  expect(await page.getByLabel("Your request", { exact: true }).inputValue()).toBe("");
});
