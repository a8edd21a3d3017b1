/**
 * Pictures of the main pages, from the real server with the rules model in a real Chromium: `node tools/screenshots/main.ts
 * [FOLDER] [--all]`. Without a folder they go to docs/pictures, where README and guides show them; `--all` takes every
 * page in both themes and two sizes, to be looked at.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { buildPage, openBrowser, openPage, removePage } from "../../apps/web/test/browser.ts";
import { testServer } from "../../packages/thorp/src/server/test-server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };
const FLAGSHIP =
  "Which region sold most in examples/data/sales.csv? Chart revenue by month and write a one-page report";
const REQUESTS = [
  "How many working days are there between 3 March and 18 April 2027?",
  "Convert 250 grams of flour to ounces",
  "What is 12 * 7, and how many working days are there between 3 March 2027 and 18 April 2027?",
];

type Theme = "light" | "dark";
type Size = typeof DESK;

/** A page to look at; `prepare` does what a person would before. */
interface View {
  readonly name: string;
  readonly path: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

async function main(): Promise<void> {
  const isAll = process.argv.includes("--all");
  const folder = resolve(process.argv.slice(2).find((word) => !word.startsWith("--")) ?? join(root, "docs/pictures"));
  mkdirSync(folder, { recursive: true });
  const workspace = mkdtempSync(join(tmpdir(), "thorp-pictures-"));
  cpSync(join(root, "examples"), join(workspace, "examples"), { recursive: true });
  const [webFolder, browser] = await Promise.all([buildPage(), openBrowser()]);
  try {
    await using server = await testServer({ webFolder, workspace });
    const views = await viewsOf(browser, server.url);
    const looks = isAll
      ? (["light", "dark"] as const).flatMap(
          (theme) =>
            [
              [theme, DESK],
              [theme, PHONE],
            ] as const,
        )
      : [];
    for (const [theme, size] of looks.length > 0 ? looks : ([["light", DESK]] as const))
      for (const view of views) await take(browser, { view, url: server.url, folder, theme, size });
  } finally {
    await browser.close();
    removePage(webFolder);
    rmSync(workspace, { recursive: true });
  }
}

/** Asks what the pictures show, and says where it is to be seen. */
async function viewsOf(browser: Browser, url: string): Promise<readonly View[]> {
  const page = await openPage(browser, DESK);
  for (const text of [...REQUESTS, FLAGSHIP]) {
    await page.goto(url);
    await page.getByLabel("Your request").fill(text);
    await page.keyboard.press("Enter");
    await page.locator("article").getByLabel("Copy the answer").last().waitFor();
  }
  const chat = page.url().replace(url, "");
  const { runs } = (await (await fetch(`${url}/api/runs`)).json()) as { runs: readonly { id: string }[] };
  await page.context().close();
  const run = `/runs/${runs[0]?.id}`;
  const press = (name: string) => async (shown: Page) => {
    await shown.getByRole("button", { name }).first().click();
    await shown.waitForTimeout(600);
  };
  return [
    { name: "welcome", path: "/" },
    { name: "chat", path: chat, prepare: press("Task graph") },
    { name: "route", path: chat, prepare: press("Why this model?") },
    { name: "runs", path: "/runs" },
    { name: "run", path: run },
    { name: "timeline", path: `${run}/timeline` },
    { name: "calls", path: `${run}/calls` },
    { name: "events", path: `${run}/events` },
    { name: "inbox", path: "/inbox" },
    { name: "teams", path: "/teams" },
    { name: "models", path: "/models" },
    { name: "tools", path: "/tools" },
  ];
}

interface Shot {
  readonly view: View;
  readonly url: string;
  readonly folder: string;
  readonly theme: Theme;
  readonly size: Size;
}

async function take(browser: Browser, { view, url, folder, theme, size }: Shot): Promise<void> {
  const page = await openPage(browser, size);
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.goto(url + view.path);
  await page.waitForLoadState("networkidle");
  await page.evaluate("document.fonts.ready.then(() => undefined)");
  await view.prepare?.(page);
  const kind = size === DESK ? theme : `${theme}-phone`;
  await page.screenshot({ path: join(folder, `${view.name}-${kind}.png`) });
  if (page.complaints.length > 0) process.stderr.write(`${view.name} ${kind}: ${page.complaints.join("; ")}\n`);
  await page.context().close();
}

await main();
