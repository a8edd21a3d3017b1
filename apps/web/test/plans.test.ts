/** Plans in the hands of people: changed before and while they run, in one window and in two, by mouse and by keyboard. */
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { TestServerOptions } from "../../../packages/thorp/src/server/test-server.ts";
import { createScriptedModel, type ScriptedModelReply } from "../../../packages/thorp/src/testing/scripted-model.ts";
import { addLine, slowLookup } from "../../../packages/thorp/test/bad-input/test-tools.ts";
import { ask, isOver, type TestPage, testingPage } from "./testing-page.ts";

const { serve, open, folder } = testingPage();
const teams = fileURLToPath(new URL("../../../packages/thorp/test/bad-input/teams", import.meta.url));
const task = (id: string, needs: readonly string[] = []) => ({ id, goal: `do ${id}`, agent: "hand", needs });

/** A boss who makes this plan, and a hand who does what `work` says about the task. */
function crew(tasks: readonly object[], work: (id: string) => ScriptedModelReply): TestServerOptions {
  const boss = createScriptedModel({
    modelId: "boss",
    script: ({ tools }) =>
      tools === undefined ? { text: "All done." } : { toolCalls: [{ name: "plan", input: { tasks } }] },
  });
  const hand = createScriptedModel({
    modelId: "hand",
    script: ({ prompt }) => work(/do (\w+)/.exec(JSON.stringify(prompt))?.[1] ?? ""),
  });
  return { teamFolders: [teams], team: "crew", tools: [slowLookup, addLine(folder())], languageModels: { boss, hand } };
}

const graphOf = (page: TestPage) => page.getByRole("complementary", { name: "Task graph" });
const taskOf = (page: TestPage) => page.getByRole("complementary", { name: "Task", exact: true });

/** Opens a task from its node. */
async function openTask(page: TestPage, goal: string): Promise<void> {
  await graphOf(page).locator(".react-flow__node", { hasText: goal }).first().click();
  await taskOf(page).getByRole("heading", { name: goal }).waitFor();
}

it("leaves a running task out; what needs it goes on", async () => {
  const work = (id: string) => ({ text: `Done ${id}.`, delayMs: id === "slow" ? 60_000 : 0 });
  const page = await open((await serve(crew([task("slow"), task("after", ["slow"])], work))).url);
  await ask(page, "Do it");
  await openTask(page, "do slow");
  await taskOf(page).getByRole("button", { name: "Skip" }).click();
  await isOver(page);
  await page.getByRole("log").getByText("All done.").waitFor();
  await taskOf(page).getByText("The person left this task out.").first().waitFor();
  await taskOf(page).getByRole("button", { name: "Back to the graph" }).click();
  await graphOf(page).locator("[data-state=done]").first().waitFor();
  expect(page.complaints).toEqual([]);
});

it("tries a failed task again while others still work, with what was left out for its sake", async () => {
  let isBroken = true;
  const work = (id: string): ScriptedModelReply => {
    if (id === "fragile" && isBroken) return { error: new Error("broken") };
    return { text: `Done ${id}.`, delayMs: id === "slow" ? 6_000 : 0 };
  };
  const tasks = [task("fragile"), task("after", ["fragile"]), task("slow")];
  const page = await open((await serve(crew(tasks, work))).url);
  await ask(page, "Do it");
  await graphOf(page).locator("[data-state=failed]").first().waitFor();
  isBroken = false;
  await openTask(page, "do fragile");
  await taskOf(page).getByRole("button", { name: "Try this again" }).click();
  await isOver(page);
  await taskOf(page).getByRole("button", { name: "Back to the graph" }).click();
  // The failed one and what it held up stay to be seen, beside their second tries.
  await expect.poll(() => graphOf(page).locator(".react-flow__node").count()).toBe(5);
  await expect.poll(() => graphOf(page).locator(".react-flow__node [data-state=done]").count()).toBe(3);
  expect(page.complaints).toEqual([]);
});

it("is one plan in two windows: each sees the other's change, and nothing is overruled unseen", async () => {
  const server = await serve(crew([task("first"), task("second", ["first"])], (id) => ({ text: `Done ${id}.` })));
  const one = await open(server.url);
  await one.getByRole("button", { name: "Plan first" }).click();
  await ask(one, "Do it");
  await openTask(one, "do first");
  const two = await open(one.url());
  await two.getByRole("button", { name: "Task graph" }).click();
  await openTask(two, "do second");

  await one.getByRole("button", { name: "Edit" }).last().click();
  await two.getByRole("button", { name: "Edit" }).last().click();
  await taskOf(one).getByLabel("Goal").fill("do first well");
  await taskOf(two).getByLabel("Goal").fill("do second well");
  await taskOf(one).getByRole("button", { name: "Save" }).click();
  await two
    .getByRole("button", { name: /do first well/ })
    .first()
    .waitFor({ state: "attached" });
  await taskOf(two).getByRole("button", { name: "Save" }).click();
  for (const page of [one, two]) await page.getByText("do second well").first().waitFor({ state: "attached" });

  // A window that has not heard yet may not let a plan run that it has not seen.
  await two.route("**/plan/approval", async (route) => {
    const headers = { ...route.request().headers(), "if-match": '"1"' };
    await route.continue({ headers });
  });
  await two.getByRole("button", { name: "Run this plan" }).first().click();
  await two
    .getByRole("alert")
    .getByText(/changed/)
    .waitFor();
  await one.getByRole("button", { name: "Run this plan" }).first().click();
  for (const page of [one, two]) await page.getByRole("log").getByText("All done.").waitFor();
  const [run] = ((await (await fetch(`${server.url}/api/runs`)).json()) as { runs: { id: string }[] }).runs;
  const { plan } = (await (await fetch(`${server.url}/api/runs/${run?.id}`)).json()) as {
    plan: { tasks: { goal: string }[] };
  };
  expect(plan.tasks.map(({ goal }) => goal)).toEqual(["do first well", "do second well"]);
});

it("waits where it is seen: one question beside the graph, which says that it waits", async () => {
  const page = await open((await serve(crew([task("first"), task("second")], (id) => ({ text: `Done ${id}.` })))).url);
  await page.getByRole("button", { name: "Plan first" }).click();
  await ask(page, "Do it");
  await graphOf(page).locator(".react-flow__node").first().waitFor();
  await graphOf(page).getByText("waits for you").waitFor();
  await page.getByText("What the team would do: 2 tasks").waitFor();
  expect(await page.getByRole("button", { name: "Run this plan" }).count()).toBe(1);
  // In the inbox too a plan is seen before it is let run.
  await page.getByRole("link", { name: "Inbox 1" }).click();
  await page.getByRole("button", { name: "do second hand" }).waitFor();
  await page.goBack();
  await page.getByRole("button", { name: "Run this plan" }).click();
  await isOver(page);
  await graphOf(page).getByText("done").first().waitFor();
});

it("is looked at, changed and let run with nothing but the keyboard", async () => {
  const page = await open((await serve(crew([task("first"), task("second")], (id) => ({ text: `Done ${id}.` })))).url);
  const press = async (name: string | RegExp, within = page.locator("body")) => {
    await within.getByRole("button", { name }).last().focus();
    await page.keyboard.press("Enter");
  };
  await press("Plan first");
  await page.keyboard.press("Shift+Escape");
  await page.keyboard.type("Do it");
  await page.keyboard.press("Enter");
  await graphOf(page).locator(".react-flow__node").first().waitFor();
  await press(/do second/, graphOf(page));
  await press("Remove", taskOf(page));
  await press("Back to the graph", taskOf(page));
  await expect.poll(() => graphOf(page).locator(".react-flow__node").count()).toBe(1);
  await press(/do first/, graphOf(page));
  await taskOf(page).getByRole("heading", { name: "do first" }).waitFor();
  await press("Run this plan");
  await page.getByRole("log").getByText("All done.").waitFor();
  expect(page.complaints).toEqual([]);
});
