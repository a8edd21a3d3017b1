/** Pictures of the page, from the real server with the rules model in a real Chromium. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser, openPage } from "../../apps/web/test/browser.ts";
import { builtPage } from "../../apps/web/test/built-page.ts";
import { testServer } from "../../packages/thorp/src/server/test-server.ts";

const root = join(import.meta.dirname, "../..");
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
type Look = readonly [theme: Theme, size: Size];

/** A page to look at; `prepare` does what a person would before. */
interface View {
  readonly name: string;
  readonly path: string;
  readonly prepare?: (page: Page) => Promise<void>;
  /** In the documentation. */
  readonly shown?: readonly Look[];
}

export interface PictureOptions {
  readonly folder: string;
  /** Every page in every look, not only what the documentation shows. */
  readonly isAll: boolean;
}

export interface Pictures {
  /** Names in the folder. */
  readonly files: readonly string[];
  /** What the browser said against a page. */
  readonly complaints: readonly string[];
}

const allLooks: readonly Look[] = [
  ["light", DESK],
  ["dark", DESK],
  ["light", PHONE],
  ["dark", PHONE],
];

export async function takePictures({ folder, isAll }: PictureOptions): Promise<Pictures> {
  mkdirSync(folder, { recursive: true });
  const workspace = mkdtempSync(join(tmpdir(), "thorp-pictures-"));
  cpSync(join(root, "examples"), join(workspace, "examples"), { recursive: true });
  const [webFolder, browser] = await Promise.all([builtPage(), openBrowser()]);
  const files: string[] = [];
  const complaints: string[] = [];
  try {
    await using server = await testServer({ webFolder, workspace });
    for (const view of await viewsOf(browser, server.url)) {
      for (const [theme, size] of isAll ? allLooks : (view.shown ?? [])) {
        const file = `${view.name}-${theme}${size === PHONE ? "-phone" : ""}.png`;
        const found = await take(browser, { view, url: server.url, file: join(folder, file), theme, size });
        files.push(file);
        complaints.push(...found.map((complaint) => `${file}: ${complaint}`));
      }
    }
  } finally {
    await browser.close();
    rmSync(workspace, { recursive: true });
  }
  return { files, complaints };
}

/** Asks what the pictures show, and says where it is to be seen. */
async function viewsOf(browser: Browser, url: string): Promise<readonly View[]> {
  const page = await openPage(browser, DESK);
  for (const text of [...REQUESTS, FLAGSHIP]) {
    await page.goto(url);
    await page.getByLabel("Your request", { exact: true }).fill(text);
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
  const light: readonly Look[] = [["light", DESK]];
  return [
    { name: "welcome", path: "/" },
    { name: "chat", path: chat, prepare: press("Task graph"), shown: light },
    { name: "answer", path: chat, shown: [["dark", PHONE]] },
    { name: "route", path: chat, prepare: press("Why this model?") },
    { name: "runs", path: "/runs" },
    { name: "run", path: run },
    { name: "timeline", path: `${run}/timeline`, shown: [["dark", DESK]] },
    { name: "calls", path: `${run}/calls` },
    { name: "events", path: `${run}/events` },
    { name: "inbox", path: "/inbox" },
    { name: "dashboard", path: "/dashboard", shown: light },
    { name: "teams", path: "/teams" },
    { name: "models", path: "/models" },
    { name: "tools", path: "/tools" },
    { name: "preferences", path: "/settings/preferences" },
    { name: "providers", path: "/settings/providers" },
    { name: "budgets", path: "/settings/budgets" },
    { name: "keys", path: "/settings/keys" },
    { name: "credentials", path: "/settings/credentials" },
    { name: "users", path: "/settings/users" },
  ];
}

interface Shot {
  readonly view: View;
  readonly url: string;
  readonly file: string;
  readonly theme: Theme;
  readonly size: Size;
}

/** What the browser complained about. */
async function take(browser: Browser, { view, url, file, theme, size }: Shot): Promise<readonly string[]> {
  const page = await openPage(browser, size);
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.goto(url + view.path);
  await page.locator("main").waitFor();
  await page.getByRole("status", { name: "Loading" }).first().waitFor({ state: "detached" });
  await page.evaluate("document.fonts.ready.then(() => undefined)");
  await page.waitForTimeout(400);
  await view.prepare?.(page);
  await page.screenshot({ path: file });
  await page.context().close();
  return page.complaints;
}
