/** How an answer ends, and what hangs on it: said once, at once, and never cut off. */
import { expect, it } from "vitest";
import type { ScriptedModelReply } from "../../../packages/thorp/src/testing/scripted-model.ts";
import { ask, copyExamples, FLAGSHIP, isOver, scripted, type TestPage, testingPage } from "./testing-page.ts";

const { serve, open, folder } = testingPage();

it("says once that it was stopped", async () => {
  const page = await open((await serve(scripted(() => ({ text: ["slow ", "end"], betweenMs: 60_000 })))).url);
  await ask(page, "Wait");
  await page.getByRole("log").getByText("slow").waitFor();
  await page.getByRole("status").getByText("Writing").waitFor();
  await page.keyboard.press("Escape");
  await isOver(page);
  const text = await page.locator("article").innerText();
  expect(text.match(/stopped|cancelled/gi)).toEqual(["Stopped"]);
  expect(text).not.toContain("Writing");
});

it("says once that it failed, and what can be done about it on this page", async () => {
  const page = await open((await serve(scripted(() => ({ error: new Error("nothing came") })))).url);
  await ask(page, "Write");
  await isOver(page);
  const failure = page.locator("article").getByRole("alert");
  await failure.getByText("Try again, or choose another model below the request.").waitFor();
  expect(await page.locator("article").innerText()).not.toMatch(/failed|--model/);
});

it("is over for the whole page as soon as it is, without asking the server every now and then", async () => {
  const server = await serve(scripted(() => ({ text: "Done.", delayMs: 1_500 })));
  const page = await open(`${server.url}/runs`);
  await page.addInitScript(() => {
    const real = window.setInterval;
    const without = (work: () => void, ms?: number) => (ms === 5_000 ? 0 : real(work, ms));
    window.setInterval = without as typeof window.setInterval;
  });
  // All of it comes in one piece, when it is over, as on a slow line.
  await page.route("**/api/runs/*/stream*", async (route) => {
    await expect.poll(async () => (await thereIsOne(server.url))?.endedAt).toBeDefined();
    await route.continue();
  });
  await page.goto(server.url);
  await ask(page, "Write");
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await isOver(page);
  await page.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Send", exact: true }).waitFor();
});

async function thereIsOne(url: string): Promise<{ readonly endedAt?: number } | undefined> {
  const { runs } = (await (await fetch(`${url}/api/runs`)).json()) as { runs: readonly { endedAt?: number }[] };
  return runs[0];
}

it("shows why which model was taken within the window, however many calls there were", async () => {
  const server = await serve({ workspace: copyExamples(folder()) });
  const page = await open(server.url, { width: 1280, height: 900 });
  await ask(page, FLAGSHIP);
  await isOver(page);
  await page.getByRole("button", { name: "Why this model?" }).click();
  const why = page.getByRole("dialog", { name: "Why this model?" });
  await why.getByText("Cost", { exact: true }).waitFor();
  await expectWithin(page, why.getByText("Cost", { exact: true }));
});

it("is written as its Markdown says: columns of figures to the right, boxes without points", async () => {
  const text = "| Region | Sum |\n|---|---:|\n| North | 52 |\n\n- [x] asked\n- [ ] answered\n\n1. first\n\nEnd.";
  const page = await open((await serve(scripted(() => ({ text })))).url);
  await ask(page, "Write");
  await isOver(page);
  const looks = (name: string, what: "textAlign" | "listStyleType") =>
    page.getByText(name, { exact: true }).evaluate((cell, style) => getComputedStyle(cell)[style], what);
  expect(await looks("52", "textAlign")).toBe("right");
  expect(await looks("North", "textAlign")).toBe("left");
  expect(await looks("asked", "listStyleType")).toBe("none");
  expect(await looks("first", "listStyleType")).toBe("decimal");
});

it("shows the whole of what hangs on it", async () => {
  const replies: ScriptedModelReply[] = [{ text: "Short." }];
  const page = await open((await serve(scripted(() => replies.shift() ?? { text: "More." }))).url);
  await ask(page, "Write");
  await isOver(page);
  await page.getByRole("button", { name: "Bad answer" }).click();
  const form = await page.locator("article form").boundingBox();
  const article = await page.locator("article").boundingBox();
  expect(form?.x).toBeGreaterThanOrEqual(article?.x ?? Number.POSITIVE_INFINITY);
  expect(page.complaints).toEqual([]);
});

async function expectWithin(page: TestPage, element: ReturnType<TestPage["locator"]>): Promise<void> {
  const box = await element.boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  expect(box?.y).toBeGreaterThanOrEqual(0);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
}
