/** A person who looks elsewhere hears that a run ended or waits: in the title, as a notification, as a notice with a link. */
import { expect, it } from "vitest";
import type { ScriptedModelReply } from "../../../packages/thorp/src/testing/scripted-model.ts";
import { ask, scripted, type TestPage, testingPage } from "./testing-page.ts";

const { serve, open } = testingPage();

interface Told {
  readonly title: string;
  readonly body: string;
}

/** Remembers notifications, and lets a test say that nobody looks: a browser without a screen shows and hides nothing. */
async function watched(page: TestPage): Promise<{ hide(isHidden: boolean): Promise<void>; told(): Promise<Told[]> }> {
  await page.addInitScript(() => {
    const told: { title: string; body: string }[] = [];
    class Recorded {
      static readonly permission = "granted";
      constructor(title: string, { body }: { body: string }) {
        told.push({ title, body });
      }
    }
    Object.assign(window, { Notification: Recorded, told });
  });
  await page.reload();
  return {
    hide: (isHidden) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event("visibilitychange"));
      }, isHidden),
    told: () => page.evaluate(() => (window as unknown as { told: Told[] }).told),
  };
}

it("in the title and as a notification, while the page is hidden", async () => {
  const question = { name: "ask_person", input: { question: "Which year?" } };
  const replies: ScriptedModelReply[] = [
    { toolCalls: [question], delayMs: 1_500 },
    { text: "Thanks.", delayMs: 1_500 },
  ];
  const page = await open((await serve(scripted(() => replies.shift() ?? { text: "Again." }))).url);
  const { hide, told } = await watched(page);
  await ask(page, "How much?");
  await page.locator("article").waitFor();
  await hide(true);
  await expect.poll(() => page.title(), { timeout: 10_000 }).toBe("Waits for you: How much?");
  expect(await told()).toEqual([{ title: "Waits for you", body: "How much?" }]);
  await hide(false);
  expect(await page.title()).toBe("How much?");
  await page.getByRole("textbox", { name: "Which year?" }).fill("1999");
  await page.keyboard.press("Enter");
  await hide(true);
  await expect.poll(() => page.title(), { timeout: 10_000 }).toBe("Done: How much?");
  expect((await told()).at(-1)).toEqual({ title: "Done", body: "How much?" });
});

it("as a notice with a link, while another page is looked at", async () => {
  const page = await open((await serve(scripted(() => ({ text: "It is done.", delayMs: 4_000 })))).url);
  await ask(page, "A long thing");
  await page.locator("article").waitFor();
  await page.getByRole("link", { name: "Teams" }).click();
  await page
    .getByRole("region", { name: "News of this page" })
    .getByRole("link", { name: "Done: A long thing" })
    .click();
  await page.getByRole("log").getByText("It is done.").waitFor();
  expect(page.complaints).toEqual([]);
});
