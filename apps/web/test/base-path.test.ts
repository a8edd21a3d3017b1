/** The page below a path that a proxy gave it: addresses, calls and what is loaded later stay below. */
import { expect, it } from "vitest";
import { ask, copyExamples, FLAGSHIP, isOver, testingPage } from "./testing-page.ts";

const { serve, open, folder } = testingPage();

it("stays below its path, from any place in it", async () => {
  const server = await serve({ workspace: copyExamples(folder()), serve: { basePath: "/thorp" } });
  expect(server.url).toMatch(/\/thorp$/);
  const page = await open(server.url);
  const outside: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith("http") && !request.url().startsWith(server.url)) outside.push(request.url());
  });
  await ask(page, FLAGSHIP);
  await isOver(page);
  expect(page.url()).toContain("/thorp/c/con_");
  // The graph is a chunk that is loaded later, the artifact a file of the server.
  const graph = page.getByRole("complementary", { name: "Task graph" });
  await expect.poll(() => graph.locator(".react-flow__node").count()).toBeGreaterThan(0);
  await page.getByRole("button", { name: /which-region-sold-most.html/ }).click();
  await page.frameLocator("iframe").getByRole("heading", { name: "Which region sold most" }).first().waitFor();
  await page.reload();
  await page.getByRole("log").getByText("North has the highest total revenue: 52,881.96.").waitFor();
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.getByRole("heading", { name: "Dashboard" }).waitFor();
  expect(page.url()).toContain("/thorp/dashboard");
  await page.goBack();
  await page.getByRole("log").getByText("North has the highest").first().waitFor();
  expect(outside).toEqual([]);
  expect(page.complaints).toEqual([]);
});
