/** The client in a real Chromium, in a page of the server itself: no address, no key. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { openBrowser, openPage } from "../../../apps/web/test/browser.ts";
import { testServer } from "../../thorp/src/server/test-server.ts";

/** As text: what the test runner makes of an import means nothing to a browser. */
const PROGRAM = `(async () => {
  const { createThorpClient, ThorpApiError } = await import("/client.js");
  const thorp = createThorpClient();
  const asked = await thorp.ask("What is 17% of 2,340?");
  let text = "";
  for await (const piece of asked.text()) text = piece.text;
  const error = await thorp.runs.show("run_none").catch((thrown) => thrown);
  const events = await thorp.runs.events(asked.run);
  return { text, code: error instanceof ThorpApiError && error.code, last: events.at(-1)?.type };
})()`;

it("asks, streams and fails in a browser", async () => {
  const folder = mkdtempSync(join(tmpdir(), "thorp-client-page-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><html lang='en'><title>client</title></html>");
  await build({
    entryPoints: [fileURLToPath(new URL("index.ts", import.meta.url))],
    ...{ bundle: true, format: "esm", outfile: join(folder, "client.js"), logLevel: "error" },
  });
  const server = await testServer({ webFolder: folder });
  const browser = await openBrowser();
  try {
    const page = await openPage(browser, { width: 800, height: 600 });
    await page.goto(server.url);
    const seen: unknown = await page.evaluate(PROGRAM);
    expect(seen).toEqual({ text: "17 / 100 * 2340 = 397.8. [1]", code: "run-unknown", last: "run-end" });
  } finally {
    await browser.close();
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
