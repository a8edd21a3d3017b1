/** What the tests of the page share: one built page, a browser for each file, servers and windows for each test. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { type TestServer, type TestServerOptions, testServer } from "../../../packages/thorp/src/server/test-server.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../../packages/thorp/src/testing/scripted-model.ts";
import { openBrowser, openPage } from "./browser.ts";
import { builtPage } from "./built-page.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 800 };

/** A page that remembers what the browser complained about. */
export type TestPage = Page & { readonly complaints: string[] };

export interface TestingPage {
  readonly webFolder: () => string;
  readonly serve: (options?: TestServerOptions) => Promise<TestServer>;
  readonly open: (url: string, size?: typeof DESK) => Promise<TestPage>;
  /** A folder for this test, gone after it. */
  readonly folder: () => string;
}

/** Registers what has to be done before and after the tests of a file. */
export function testingPage(): TestingPage {
  let webFolder = "";
  let browser: Browser;
  const cleanups: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    [webFolder, browser] = await Promise.all([builtPage(), openBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
  });
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  });
  return {
    webFolder: () => webFolder,
    async serve(options = {}) {
      const server = await testServer({ webFolder, workspace: root, ...options });
      cleanups.push(() => server[Symbol.asyncDispose]());
      return server;
    },
    async open(url, size = DESK) {
      const page = await openPage(browser, size);
      cleanups.push(() => page.context().close());
      await page.goto(url);
      return page;
    },
    folder() {
      const folder = mkdtempSync(join(tmpdir(), "thorp-page-test-"));
      cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
      return folder;
    },
  };
}

/** A team of one agent whose model says what the script says. */
export function scripted(script: () => ScriptedModelReply): TestServerOptions {
  return {
    teamFolders: [join(root, "packages/thorp/test/bad-input/teams")],
    team: "solo",
    languageModels: { one: createScriptedModel({ script }) },
  };
}

/** A team of one agent that writes `report.md` and then says what came of it. */
export function writing(text: string): TestServerOptions {
  const script = ({ prompt }: { readonly prompt: unknown }): ScriptedModelReply => {
    const refusal = /It was not approved: ([^"]*?)\s*["\\]/.exec(JSON.stringify(prompt))?.[1];
    if (refusal !== undefined) return { text: `It was refused: ${refusal}` };
    if (JSON.stringify(prompt).includes("tool-result")) return { text: "It is written." };
    return { toolCalls: [{ name: "write_file", input: { path: "report.md", text } }] };
  };
  return scribe(script);
}

/** A team of one agent that may write files; its model says what the script says. */
export function scribe(script: (call: { readonly prompt: unknown }) => ScriptedModelReply): TestServerOptions {
  return {
    teamFolders: [join(root, "apps/web/test/teams")],
    team: "scribe",
    languageModels: { one: createScriptedModel({ script }) },
  };
}

/** A copy of the example files to work in. */
export function copyExamples(folder: string): string {
  cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });
  return folder;
}

export async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel("Your request", { exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

/** Until the last answer is over. */
export async function isOver(page: Page): Promise<void> {
  await page.locator("article").last().getByLabel("Copy the answer").waitFor();
}

export const TWO_PARTS = "What is 12 * 7, and how many working days are there between 3 March 2027 and 18 April 2027?";
export const FLAGSHIP =
  "Which region sold most in examples/data/sales.csv? Chart revenue by month and write a one-page report";
