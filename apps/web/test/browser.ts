/** A real Chromium on the built page, before a real server; for the tests of the page. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";

/** Builds the page into a folder of its own and gives that back. */
export async function buildPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "thorp-page-"));
  // What is tested is what is shipped; under vitest it would be React's version for development.
  process.env["NODE_ENV"] = "production";
  await build({
    configFile: fileURLToPath(new URL("../vite.config.ts", import.meta.url)),
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true },
  });
  return folder;
}

export function removePage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Debian's Chromium; `CHROMIUM` names another. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(executablePath))
    throw new Error(`There is no ${executablePath}. Install it (apt-get install chromium), or name one in CHROMIUM.`);
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page that fails its test at the end when the browser complained about anything. */
export async function openPage(
  browser: Browser,
  size: { width: number; height: number },
): Promise<Page & { complaints: string[] }> {
  const page = await (await browser.newContext({ viewport: size })).newPage();
  page.setDefaultTimeout(Number(process.env["PAGE_TIMEOUT"] ?? 15_000));
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A server that is killed on purpose drops connections; that is not the page's fault.
    if (message.type() === "error" && !message.text().includes("ERR_")) complaints.push(message.text());
  });
  return Object.assign(page, { complaints });
}
