/** What only some of the pages do. */
import { describe, expect, it } from "vitest";
import { expectItFits, expectNothingFound } from "./axe.ts";
import { ask, copyExamples, FLAGSHIP, isOver, PHONE, TWO_PARTS, testingPage } from "./testing-page.ts";

const { serve, open, folder } = testingPage();

describe("the dashboard", () => {
  it("counts what is asked, as it happens", async () => {
    const server = await serve();
    const page = await open(`${server.url}/dashboard`);
    const requests = page.locator("dt", { hasText: "Requests" }).locator("xpath=following-sibling::dd[1]");
    await expect.poll(() => requests.innerText()).toBe("0");
    await fetch(`${server.url}/api/runs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: "What is 6 * 7?" }),
    });
    await expect.poll(() => requests.innerText(), { timeout: 10_000 }).toBe("1");
    await page.getByText("rules/english").first().waitFor();
    await page.locator(".uplot canvas").first().waitFor();
    // A window that becomes narrow, as a phone that is turned: what was drawn for the wide one may not hold it open.
    await page.setViewportSize(PHONE);
    await expect
      .poll(() =>
        page
          .locator(".uplot")
          .first()
          .evaluate((chart) => chart.clientWidth),
      )
      .toBeLessThan(390);
    await expectItFits(page, "/dashboard");
    const now = page.getByRole("region", { name: "Right now" });
    await now.locator("dt", { hasText: "Calls that wait" }).waitFor();
    await expect.poll(() => now.getByText(/^\d+ %$/).count(), { timeout: 10_000 }).toBeGreaterThan(0);
    await now.getByLabel("Model servers").getByText("rules").waitFor();
    expect(page.complaints).toEqual([]);
  });
});

describe("the theme", () => {
  it("follows the system until one is chosen, which is kept without a flash", async () => {
    const page = await open((await serve()).url);
    await page.emulateMedia({ colorScheme: "dark" });
    const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await scheme();
    await page.getByRole("button", { name: "Colours" }).click();
    await page.getByRole("menuitem", { name: "Light" }).click();
    await expect.poll(scheme).not.toBe(dark);
    const light = await scheme();
    await page.reload();
    expect(await scheme()).toBe(light);
  });
});

describe("the teams", () => {
  it("show who hands work to whom as a picture", async () => {
    const page = await open(`${(await serve()).url}/teams`);
    const magus = page.locator("li", { hasText: "magus" }).first();
    await magus.getByText("Who hands work to whom").click();
    const picture = magus.getByRole("img", { name: "Who hands work to whom" });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
    await expectNothingFound(page, "teams with a picture");
    expect(page.complaints).toEqual([]);
  });
});

describe("conversations", () => {
  it("are found by what was answered in them, from everywhere", async () => {
    const server = await serve();
    const page = await open(server.url);
    await ask(page, "What is 6 * 7?");
    await isOver(page);
    const conversation = page.url();
    await page.goto(`${server.url}/models`);
    await page.getByRole("heading", { name: "Models" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("42");
    await page.getByRole("option", { name: /What is 6 \* 7\?: .*42/ }).click();
    await page.getByRole("log").getByText("42").first().waitFor();
    expect(page.url()).toBe(conversation);
    expect(page.complaints).toEqual([]);
  });
});

describe("the runs", () => {
  it("show the answer with its sources and files, as the conversation does", async () => {
    const page = await open((await serve({ workspace: copyExamples(folder()) })).url);
    await ask(page, FLAGSHIP);
    await isOver(page);
    await page.getByRole("link", { name: "Run", exact: true }).click();
    await page.getByRole("button", { name: "Source 1" }).click();
    await page.getByRole("dialog", { name: "Source 1" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /which-region-sold-most.html/ }).click();
    await page.frameLocator("iframe").getByRole("heading", { name: "Which region sold most" }).first().waitFor();
    expect(page.complaints).toEqual([]);
  });

  it("are found by words and state, which the address keeps", async () => {
    const server = await serve();
    const page = await open(server.url);
    for (const text of ["What is 6 * 7?", "Convert 250 grams of flour to ounces"]) {
      await page.goto(server.url);
      await ask(page, text);
      await isOver(page);
    }
    await page.goto(`${server.url}/runs`);
    await expect.poll(() => page.locator("tbody tr").count()).toBe(2);
    await page.getByLabel("Search requests").fill("flour ounces");
    await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
    await page.reload();
    await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
    await page.getByLabel("State").selectOption("failed");
    await page.getByText("No run matches").waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(() => page.locator("tbody tr").count()).toBe(2);
  });

  it("keep their graph in view when the window becomes narrow", async () => {
    const page = await open((await serve()).url);
    await ask(page, TWO_PARTS);
    await isOver(page);
    await page.getByRole("link", { name: "Run", exact: true }).click();
    await page.locator("main .react-flow__node").nth(1).waitFor();
    await page.setViewportSize(PHONE);
    const isInside = () =>
      page.locator("main .task-graph").evaluate((graph) => {
        const { left, right } = graph.getBoundingClientRect();
        const boxes = [...graph.querySelectorAll(".react-flow__node")].map((node) => node.getBoundingClientRect());
        return boxes.length === 2 && boxes.every((box) => box.left >= left && box.right <= right);
      });
    await expect.poll(isInside).toBe(true);
  });

  it("show when what ran, what each call gave, and every event", async () => {
    const page = await open((await serve()).url);
    await ask(page, TWO_PARTS);
    await isOver(page);
    await page.getByRole("link", { name: "Run", exact: true }).click();
    await page.getByRole("link", { name: "Time line" }).click();
    await page.getByRole("button", { name: /^calculate \d/ }).click();
    await page.getByRole("dialog", { name: "Task" }).getByText("12 * 7").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Calls" }).click();
    await page.getByText("calculate").first().click();
    await page.getByText("expression").first().waitFor();
    await page.getByRole("link", { name: "Events", exact: true }).click();
    await page.getByText("run-start").click();
    await page.getByLabel("Search events").fill("run-end");
    await page.getByText("1 event", { exact: true }).waitFor();
    expect(page.complaints).toEqual([]);
  });
});
