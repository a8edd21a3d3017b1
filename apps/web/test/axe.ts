/** What axe finds against a page, and whether it fits its window; for the tests of the page. */
import AxeBuilder from "@axe-core/playwright";
import { expect } from "vitest";
import { ask, isOver, type TestingPage, type TestPage, TWO_PARTS } from "./testing-page.ts";

/** All rules in the light; in the dark what depends on colours. */
export async function expectNothingFound(page: TestPage, where: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // These pages hold no frames of others, for which axe would open a second window each time.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    const { violations } = await (colorScheme === "light" ? axe : axe.withRules(["color-contrast"])).analyze();
    expect(violations.map(({ id, nodes }) => `${where}, ${colorScheme}: ${id} ${nodes[0]?.html}`)).toEqual([]);
  }
}

/** Every page after one run, with the palette above the last one. */
export async function walkAllPages(
  { serve, open }: TestingPage,
  size: { width: number; height: number },
): Promise<void> {
  const server = await serve();
  const page = await open(server.url, size);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await ask(page, TWO_PARTS);
  await isOver(page);
  const chat = page.url().replace(server.url, "");
  const { runs } = (await (await fetch(`${server.url}/api/runs`)).json()) as { runs: readonly { id: string }[] };
  const run = `/runs/${runs[0]?.id}`;
  const settings = ["preferences", "providers", "budgets", "keys", "credentials", "users"].map(
    (name) => `/settings/${name}`,
  );
  const paths = [chat, "/", "/inbox", "/runs", run, `${run}/timeline`, `${run}/calls`, `${run}/events`];
  for (const path of [...paths, "/dashboard", "/teams", "/models", "/tools", ...settings]) {
    await page.goto(`${server.url}${path}`);
    await page.locator("main h1").first().waitFor({ state: "attached" });
    await page.getByRole("status", { name: "Loading" }).first().waitFor({ state: "detached" });
    if (path === chat) {
      await isOver(page);
      await page.getByRole("button", { name: "Task graph" }).click();
    }
    await expectNothingFound(page, path);
    await expectItFits(page, path);
  }
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await expectNothingFound(page, "palette");
  expect(page.complaints).toEqual([]);
}

/** Nothing has to be scrolled sideways. */
export async function expectItFits(page: TestPage, where: string): Promise<void> {
  const fits = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("[data-scroll][role=region]")].every(
      (element) => element.scrollWidth <= element.clientWidth,
    ),
  );
  expect(fits, `${where} is too wide`).toBe(true);
}
