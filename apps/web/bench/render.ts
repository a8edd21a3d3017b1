/**
 * How the page keeps up: `node apps/web/bench/render.ts`. A model of 250 tokens a second over a conversation of 20 answers
 * (frames of the screen that take longer than 50 ms), and a conversation of 1,000 messages (how long it takes to open,
 * how long a typed letter takes). Figures of a machine that does nothing else; not a test.
 */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { testServer } from "../../../packages/thorp/src/server/test-server.ts";
import { createScriptedModel } from "../../../packages/thorp/src/testing/scripted-model.ts";
import { openBrowser, openPage } from "../test/browser.ts";
import { builtPage } from "../test/built-page.ts";

const root = join(import.meta.dirname, "../../..");
const SIZE = { width: 1280, height: 800 };
const SECONDS = 10;
const TOKENS_PER_SECOND = 250;
const EXCHANGES = 500;

const words =
  "the **plan** was `run` by a *team* of agents and 3 tools [1], which took some time.\n\n- one\n- two\n\n".split(
    /(?<= )/,
  );
const live = Array.from({ length: SECONDS * TOKENS_PER_SECOND }, (_, index) => words[index % words.length] ?? "");

const [webFolder, browser] = await Promise.all([builtPage(), openBrowser()]);
let isLive = false;
const server = await testServer({
  webFolder,
  teamFolders: [join(root, "packages/thorp/test/bad-input/teams")],
  team: "solo",
  languageModels: {
    one: createScriptedModel({
      script: () =>
        isLive ? { text: live, betweenMs: 1000 / TOKENS_PER_SECOND } : { text: live.slice(0, 60).join("") },
    }),
  },
});
try {
  const page = await openPage(browser, SIZE);
  const conversation = await fill(EXCHANGES);
  report("1,000 messages, open", await opening(page, conversation));
  report("1,000 messages, one letter", await typing(page));
  const short = await fill(10);
  await page.goto(`${server.url}/c/${short}`);
  await page.locator("article").last().waitFor();
  isLive = true;
  report(`${TOKENS_PER_SECOND} tokens a second`, await streaming(page));
} finally {
  await browser.close();
  await server[Symbol.asyncDispose]();
}

function report(what: string, figures: Readonly<Record<string, number>>): void {
  const text = Object.entries(figures).map(([name, value]) => `${name} ${Math.round(value * 10) / 10}`);
  process.stdout.write(`${what}: ${text.join(", ")}\n`);
}

/** A conversation of so many exchanges; gives its id. */
async function fill(count: number): Promise<string> {
  let conversation: string | undefined;
  for (let number = 1; number <= count; number++) {
    const body = { text: `Question ${number}`, ...(conversation === undefined ? {} : { conversation }) };
    const response = await fetch(`${server.url}/api/runs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const asked = (await response.json()) as { run: string; conversation: string };
    conversation = asked.conversation;
    // To its end: the stream closes with it.
    await (await fetch(`${server.url}/api/runs/${asked.run}/stream`)).text();
  }
  return conversation ?? "";
}

/** Milliseconds from the click to the last exchange on the screen. */
async function opening(page: Page, conversation: string): Promise<Record<string, number>> {
  await page.goto(server.url);
  await page.locator(`a[href="/c/${conversation}"]`).waitFor();
  const asked = performance.now();
  await (await fetch(`${server.url}/api/conversations/${conversation}/exchanges?limit=500`)).text();
  const begun = performance.now();
  await page.locator(`a[href="/c/${conversation}"]`).click();
  await page.getByText(`Question ${EXCHANGES}`, { exact: true }).last().waitFor();
  return { ms: performance.now() - begun, serverAlone: begun - asked };
}

/** Milliseconds from a key to the next picture. */
async function typing(page: Page): Promise<Record<string, number>> {
  await page.waitForTimeout(1500);
  await page.locator("[data-request]").focus();
  await page.evaluate(`window.keys = [];
    document.querySelector("[data-request]").addEventListener("keydown", () => {
      const at = performance.now();
      requestAnimationFrame(() => setTimeout(() => window.keys.push(performance.now() - at)));
    }, true);`);
  await page.keyboard.type("The quick brown fox jumps over it", { delay: 60 });
  await page.waitForTimeout(300);
  return spread(await page.evaluate<number[]>("window.keys"));
}

/** Frames of the screen while the answer comes. */
async function streaming(page: Page): Promise<Record<string, number>> {
  await page.getByLabel("Your request", { exact: true }).fill("Write");
  await page.keyboard.press("Enter");
  await page.locator("[role=log][aria-busy=true]").waitFor();
  await page.evaluate(`window.gaps = []; let last = performance.now();
    const tick = () => { const now = performance.now(); window.gaps.push(now - last); last = now; requestAnimationFrame(tick); };
    requestAnimationFrame(tick);`);
  await page.waitForTimeout((SECONDS - 1) * 1000);
  const gaps = await page.evaluate<number[]>("window.gaps");
  return { ...spread(gaps), frames: gaps.length, over50: gaps.filter((gap) => gap > 50).length };
}

function spread(values: readonly number[]): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p95: at(0.95), most: at(1) };
}
