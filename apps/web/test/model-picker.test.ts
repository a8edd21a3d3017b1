/** Which model is asked: found by its name, with what it costs, and used. */
import { expect, it } from "vitest";
import { createScriptedModel } from "../../../packages/thorp/src/testing/scripted-model.ts";
import { expectNothingFound } from "./axe.ts";
import { ask, isOver, PHONE, scripted, testingPage } from "./testing-page.ts";

const { serve, open } = testingPage();

it("is chosen by its name, with nothing but the keyboard, and taken back", async () => {
  const strong = createScriptedModel({ script: () => ({ text: "From the strong one." }) });
  const one = scripted(() => ({ text: "From the usual one." }));
  const page = await open((await serve({ ...one, languageModels: { ...one.languageModels, strong } })).url);
  await page.getByRole("button", { name: "Model: Automatic" }).focus();
  await page.keyboard.press("Enter");
  const picker = page.getByRole("dialog", { name: "Model" });
  await picker.getByRole("option", { name: /^one local .*free/ }).waitFor();
  await page.keyboard.type("stro");
  await expect.poll(() => picker.getByRole("option").count()).toBe(1);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Model: strong" }).waitFor();
  await ask(page, "Who are you?");
  await isOver(page);
  await page.getByRole("log").getByText("From the strong one.").waitFor();
  await page.getByRole("button", { name: "Model: strong" }).click();
  await picker.getByRole("option", { name: /^Automatic/ }).click();
  await ask(page, "And now?");
  await page.getByRole("log").getByText("From the usual one.").waitFor();
  expect(page.complaints).toEqual([]);
});

it("is corrected with one click where an answer says why it was taken", async () => {
  const strong = createScriptedModel({ script: () => ({ text: "Forty-two, of course." }) });
  const server = await serve({ languageModels: { strong } });
  const page = await open(server.url);
  await page.getByRole("button", { name: "Model: Automatic" }).click();
  await page.getByRole("option", { name: /^rules\/english/ }).click();
  await ask(page, "What is 6 * 7?");
  await isOver(page);
  const first = await page.locator("article").getAttribute("data-run");
  await page.getByRole("button", { name: "Why this model?" }).click();
  const why = page.getByRole("dialog", { name: "Why this model?" });
  await why.getByRole("button", { name: /^strong free/ }).click();
  await page.getByRole("log").getByText("Forty-two, of course.").waitFor();
  await page.getByText("2/2").waitFor();
  const { feedback } = (await (await fetch(`${server.url}/api/runs/${first}/feedback`)).json()) as {
    feedback: unknown;
  };
  expect(feedback).toMatchObject([{ prefer: "stronger" }]);
  expect(page.complaints).toEqual([]);
});

it("is free of what axe finds, also on a phone", async () => {
  const page = await open((await serve()).url, PHONE);
  await page.getByRole("button", { name: "Model: Automatic" }).click();
  await page.getByRole("dialog", { name: "Model" }).getByRole("option").nth(1).waitFor();
  await expectNothingFound(page, "models to choose from");
});
