/** A real Chromium, for the tests of the page. */
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

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
