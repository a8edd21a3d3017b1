/** What a person does in the page, in a real Chromium against the real server. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, type TestServerOptions, testServer } from "../../../packages/thorp/src/server/test-server.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../../packages/thorp/src/testing/scripted-model.ts";
import { buildPage, openBrowser, openPage, removePage } from "./browser.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const teamFolders = [join(root, "packages/thorp/test/bad-input/teams")];
const DESK = { width: 1200, height: 800 };
const PHONE = { width: 390, height: 800 };

let webFolder = "";
let browser: Browser;
const cleanups: (() => Promise<void> | void)[] = [];
beforeAll(async () => {
  [webFolder, browser] = await Promise.all([buildPage(), openBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  removePage(webFolder);
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function serve(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await testServer({ webFolder, workspace: root, ...options });
  cleanups.push(() => server[Symbol.asyncDispose]());
  return server;
}
const scripted = (script: () => ScriptedModelReply): TestServerOptions => ({
  teamFolders,
  team: "solo",
  languageModels: { one: createScriptedModel({ script }) },
});
async function open(url: string, size = DESK): Promise<Page & { complaints: string[] }> {
  const page = await openPage(browser, size);
  cleanups.push(() => page.context().close());
  await page.goto(url);
  return page;
}
const ask = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel("Your request").fill(text);
  await page.keyboard.press("Enter");
};
const done = (page: Page): Promise<void> => page.locator("article").last().getByText("✓ done").first().waitFor();
const FLAGSHIP =
  "Which region sold most in examples/data/sales.csv? Chart revenue by month and write a one-page report";

describe("the page", () => {
  it("works at once, offline: a request, its task graph, its answer with sources and files", async () => {
    const workspace = mkdtempSync(join(tmpdir(), "thorp-page-work-"));
    cleanups.push(() => rmSync(workspace, { recursive: true }));
    cpSync(join(root, "examples"), join(workspace, "examples"), { recursive: true });
    const page = await open((await serve({ workspace })).url);
    await page.getByText("Nothing is connected yet").waitFor();
    await ask(page, FLAGSHIP);
    await page.getByText("North has the highest total revenue: 52,881.96.").waitFor();
    await done(page);
    await page.getByText("Plan (3)").click();
    await expect.poll(() => page.locator(".react-flow__edge").count()).toBe(2);
    await page.getByText("which-region-sold-most.html", { exact: true }).waitFor();
    await page.getByText("Why this model?").click();
    await page.getByText("rules/english").first().waitFor();
    expect(page.url()).toContain("/c/con_");
    await page.reload();
    await page.getByText("North has the highest total revenue: 52,881.96.").waitFor();
    expect(page.complaints).toEqual([]);
  });

  it("streams, and shows the rest after a reload in mid-answer", async () => {
    const pieces = Array.from({ length: 30 }, (_, index) => `word${index} `);
    const page = await open((await serve(scripted(() => ({ text: pieces, betweenMs: 100 })))).url);
    await ask(page, "Count");
    await page.getByText("word3").waitFor();
    await page.reload();
    await page.getByText("word29").waitFor();
    const text = (await page.locator("article").innerText()).replace(/\s+/g, " ");
    expect(text).toContain(pieces.join("").trim());
    expect(text.split("word5 ")).toHaveLength(2);
    expect(page.complaints).toEqual([]);
  });

  it("sees the answer finish when the server was killed in mid-answer and came back", async () => {
    const dir = mkdtempSync(join(tmpdir(), "thorp-page-data-"));
    cleanups.push(() => rmSync(dir, { recursive: true }));
    const first = await testServer({
      webFolder,
      dir,
      ...scripted(() => ({ text: ["half ", "never"], betweenMs: 60_000 })),
    });
    const page = await open(first.url);
    await ask(page, "Tell me");
    await page.getByText("half").waitFor();
    await first[Symbol.asyncDispose]();
    await serve({ dir, port: first.port, recover: true, ...scripted(() => ({ text: "the whole answer" })) });
    await page.getByText("the whole answer").waitFor();
    await done(page);
    expect(await page.getByText("half").count()).toBe(0);
  });

  it("stops a run, and asks again", async () => {
    const replies: ScriptedModelReply[] = [{ text: ["slow ", "end"], betweenMs: 60_000 }];
    const page = await open((await serve(scripted(() => replies.shift() ?? { text: "quick" }))).url);
    await ask(page, "Wait");
    await page.getByText("slow").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("■ stopped").first().waitFor();
    await page.getByRole("button", { name: "Ask again" }).click();
    await page.getByText("quick").waitFor();
  });

  it("asks the person, who answers inline", async () => {
    const page = await open(
      (
        await serve(
          scripted(() =>
            calls++ === 0
              ? { toolCalls: [{ name: "ask_person", input: { question: "Which year?", choices: ["2024", "2025"] } }] }
              : { text: "For 2025." },
          ),
        )
      ).url,
    );
    let calls = 0;
    await ask(page, "How much?");
    await page.getByText("Which year?").waitFor();
    await page.getByRole("button", { name: "2025" }).click();
    await page.getByText("For 2025.").waitFor();
  });

  it("shows the plan first when it is asked to", async () => {
    const page = await open((await serve()).url);
    await page.getByLabel("Show me the plan first").check();
    await ask(page, "What is 12 * 7, and how many working days are there between 3 March 2027 and 18 April 2027?");
    await page.getByRole("button", { name: "Run this plan" }).click();
    await page.getByText("84").first().waitFor();
    await done(page);
  });

  it("can be used by the keyboard alone", async () => {
    const page = await open((await serve()).url);
    await page.getByText("Try one of these").waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    for (let presses = 0; presses < 30; presses++) {
      if ((await page.evaluate(() => document.activeElement?.tagName)) === "TEXTAREA") break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("What is 6 * 7?");
    await page.keyboard.press("Enter");
    await page.getByText("42").first().waitFor();
  });

  it("does not run what an answer brings along", async () => {
    const text =
      '<img src=x onerror="document.title=\'owned\'"> <script>document.title="owned"</script> [click](javascript:alert(1)) ![p](https://evil.example/p.png) **bold**';
    const page = await open((await serve(scripted(() => ({ text })))).url);
    await ask(page, "Hello");
    await page.locator("article strong", { hasText: "bold" }).waitFor();
    expect(await page.title()).toBe("Thorp");
    expect(await page.locator("article img, article script, article a[href^=javascript]").count()).toBe(0);
    expect(page.complaints).toEqual([]);
  });
});

describe("every page", () => {
  it.each([
    ["on a desk", DESK, "light"],
    ["on a desk, in the dark", DESK, "dark"],
    ["on a phone", PHONE, "light"],
    ["on a phone, in the dark", PHONE, "dark"],
  ] as const)("is free of what axe finds: %s", async (_where, size, colorScheme) => {
    const server = await serve();
    const page = await open(server.url, size);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await ask(page, "What is 12 * 7, and how many working days are there between 3 March 2027 and 18 April 2027?");
    await done(page);
    const { runs } = (await (await fetch(`${server.url}/api/runs`)).json()) as { runs: readonly { id: string }[] };
    for (const path of [
      page.url().replace(server.url, ""),
      "/",
      "/runs",
      `/runs/${runs[0]?.id}`,
      "/teams",
      "/models",
      "/tools",
    ]) {
      await page.goto(`${server.url}${path}`);
      await page.locator("main h1, main article").first().waitFor();
      await page.waitForLoadState("networkidle");
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html}`)).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
        `${path} is too wide`,
      ).toBe(true);
    }
    expect(page.complaints).toEqual([]);
  });
});
