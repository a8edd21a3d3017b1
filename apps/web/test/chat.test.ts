/** What a person does in a conversation, in a real Chromium against the real server. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ScriptedModelReply } from "../../../packages/thorp/src/testing/scripted-model.ts";
import {
  ask,
  copyExamples,
  FLAGSHIP,
  isOver,
  PHONE,
  scribe,
  scripted,
  TWO_PARTS,
  testingPage,
  writing,
} from "./testing-page.ts";

const { serve, open, folder } = testingPage();

it("prompts and resources of a server are completed, and come along", async () => {
  const asked: string[] = [];
  const texts = {
    name: "desk",
    list: async () => ({
      prompts: [{ name: "greet", description: "Greets somebody", arguments: [{ name: "who", isRequired: true }] }],
      resources: [{ uri: "note://hours", name: "hours", description: "Opening hours" }],
    }),
    prompt: async (name: string, { who = "" }: Readonly<Record<string, string>>) => {
      asked.push(`${name} ${who}`);
      return `Greet ${who}.`;
    },
    resource: async () => ({ name: "hours.txt", mediaType: "text/plain", bytes: Buffer.from("9 to 5") }),
  };
  const source = { id: "desk", kind: "host", title: "Desk", load: async () => ({ tools: [], problems: [] }), texts };
  const { url } = await serve({ ...scripted(() => ({ text: "Hello." })), toolSources: [source as never] });
  const page = await open(url);
  const field = page.getByRole("textbox", { name: "Request" });
  await field.fill("/desk:");
  await page.getByRole("option", { name: /desk:greet/ }).waitFor();
  await field.press("Enter");
  await field.pressSequentially("Ann @de");
  await page.getByRole("option", { name: /@desk:note/ }).waitFor();
  await field.press("Enter");
  await expect.poll(() => field.inputValue()).toBe("/desk:greet Ann @desk:note://hours ");
  await field.press("Enter");
  await page.getByRole("log").getByText("Hello.").waitFor();
  expect(asked).toEqual(["greet Ann @desk:note://hours"]);
  await page.getByText("desk-hours.txt").first().waitFor();
  expect(page.complaints).toEqual([]);
});

describe("an answer", () => {
  it("comes at once, offline: a request, its live graph, its sources, files and reasons", async () => {
    const page = await open((await serve({ workspace: copyExamples(folder()) })).url);
    await page.getByText("No model is connected").waitFor();
    await ask(page, FLAGSHIP);
    await page.getByRole("log").getByText("North has the highest total revenue: 52,881.96.").waitFor();
    await isOver(page);
    // The graph opened by itself beside the conversation.
    const graph = page.getByRole("complementary", { name: "Task graph" });
    await expect.poll(() => graph.locator(".react-flow__edge").count()).toBeGreaterThan(0);
    await graph.locator(".react-flow__node").first().click();
    await page.getByRole("complementary", { name: "Task" }).getByText("query_data").waitFor();
    await page.getByRole("button", { name: "Source 1" }).first().click();
    await page.getByRole("dialog").getByText("Open the task").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Why this model?" }).click();
    await page.getByRole("dialog").getByText("rules/english").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /which-region-sold-most.html/ }).click();
    await page.frameLocator("iframe").getByRole("heading", { name: "Which region sold most" }).first().waitFor();
    await page.getByRole("button", { name: /total-revenue-by-month.svg/ }).click();
    const drawing = page.locator('aside img[src^="data:image/svg"]');
    await expect.poll(() => drawing.evaluate((picture: HTMLImageElement) => picture.naturalWidth)).toBeGreaterThan(100);
    expect(page.url()).toContain("/c/con_");
    await page.reload();
    await page.getByRole("log").getByText("North has the highest total revenue: 52,881.96.").waitFor();
    expect(page.complaints).toEqual([]);
  });

  it("streams, and goes on after a reload in its middle without a doubled word", async () => {
    const pieces = Array.from({ length: 30 }, (_, index) => `word${index} `);
    const page = await open((await serve(scripted(() => ({ text: pieces, betweenMs: 100 })))).url);
    await ask(page, "Count");
    await page.getByText("word3").waitFor();
    await page.reload();
    await page.getByText("word29").waitFor();
    const text = (await page.getByRole("log").innerText()).replace(/\s+/g, " ");
    expect(text.trim()).toBe(pieces.join("").trim());
    expect(page.complaints).toEqual([]);
  });

  it("is stopped by Escape with what was written, and asked for again", async () => {
    const replies: ScriptedModelReply[] = [{ text: ["slow ", "end"], betweenMs: 60_000 }];
    const page = await open((await serve(scripted(() => replies.shift() ?? { text: "quick" }))).url);
    await ask(page, "Wait");
    await page.getByRole("log").getByText("slow").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("[data-state=cancelled]").first().waitFor();
    await page.getByText("this is what was written").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("quick").waitFor();
  });

  it("does not run what it brings along", async () => {
    const text =
      '<img src=x onerror="document.title=\'owned\'"> <script>document.title="owned"</script> [click](javascript:alert(1)) ![p](https://evil.example/p.png) **bold**';
    const page = await open((await serve(scripted(() => ({ text })))).url);
    await ask(page, "Hello");
    await page.locator("article strong", { hasText: "bold" }).waitFor();
    expect(await page.title()).toBe("Hello");
    expect(await page.locator("article img, article script, article a[href^=javascript]").count()).toBe(0);
    expect(page.complaints).toEqual([]);
  });
});

describe("a person", () => {
  it("is asked, and answers inline", async () => {
    let calls = 0;
    const question = { name: "ask_person", input: { question: "Which year?", choices: ["2024", "2025"] } };
    const server = await serve(scripted(() => (calls++ === 0 ? { toolCalls: [question] } : { text: "For 2025." })));
    const page = await open(server.url);
    await ask(page, "How much?");
    await page.getByText("Which year?").waitFor();
    await page.getByRole("link", { name: "Inbox 1" }).waitFor();
    await page.getByRole("button", { name: "2025" }).click();
    await page.getByText("For 2025.").waitFor();
  });

  it("sees what a tool is really called with before it is allowed", async () => {
    const workspace = folder();
    const page = await open((await serve({ workspace, ...writing("The whole report.\n") })).url);
    await ask(page, "Write it");
    await page.getByLabel("What it is called with").getByText("The whole report.").waitFor();
    await page.getByRole("link", { name: "Inbox 1" }).click();
    await page.getByLabel("What it is called with").getByText("The whole report.").waitFor();
    expect(existsSync(join(workspace, "report.md"))).toBe(false);
    await page.goBack();
    await page.getByRole("button", { name: "Allow once" }).click();
    await page.getByRole("log").getByText("It is written.").waitFor();
    expect(readFileSync(join(workspace, "report.md"), "utf8")).toBe("The whole report.\n");
    expect(page.complaints).toEqual([]);
  });

  it("sees the old and the new lines of a file that is written over", async () => {
    const workspace = folder();
    writeFileSync(join(workspace, "plan.md"), "# Plan\nBuy milk\nCall the bank\n");
    const input = { path: "plan.md", text: "# Plan\nBuy bread\nCall the bank\n", mode: "replace" };
    const steps: ScriptedModelReply[] = [{ toolCalls: [{ name: "write_file", input }] }];
    const page = await open((await serve({ workspace, ...scribe(() => steps.shift() ?? { text: "Done." }) })).url);
    await ask(page, "Change it");
    const change = page.getByLabel("What it is called with");
    await change.locator("del", { hasText: "Buy milk" }).waitFor();
    await change.locator("ins", { hasText: "Buy bread" }).waitFor();
    expect(await change.locator("ins, del").count()).toBe(2);
    await page.getByRole("button", { name: "Allow once" }).click();
    await page.getByRole("log").getByText("Done.").waitFor();
    expect(readFileSync(join(workspace, "plan.md"), "utf8")).toContain("Buy bread");
    expect(page.complaints).toEqual([]);
  });

  it("allows what the server offers for the rest of the run, and is not asked again", async () => {
    const workspace = folder();
    const steps: ScriptedModelReply[] = ["first.md", "second.md"].map((path) => ({
      toolCalls: [{ name: "write_file", input: { path, text: `This is ${path}.\n` } }],
    }));
    const page = await open((await serve({ workspace, ...scribe(() => steps.shift() ?? { text: "Both." }) })).url);
    await ask(page, "Write both");
    await page.getByLabel("What it is called with").getByText("This is first.md.").waitFor();
    await page.getByText("is made new with these lines").waitFor();
    await page.getByRole("button", { name: "Allow more" }).click();
    await page.getByRole("menuitem", { name: /Whatever write_file asks for.*for this run/ }).click();
    await page.getByRole("log").getByText("Both.").waitFor();
    expect(readFileSync(join(workspace, "second.md"), "utf8")).toBe("This is second.md.\n");
    expect(page.complaints).toEqual([]);
  });

  it("denies with a reason, which the agent reads", async () => {
    const workspace = folder();
    const page = await open((await serve({ workspace, ...writing("The whole report.\n") })).url);
    await ask(page, "Write it");
    await page.getByRole("button", { name: "Deny", exact: true }).click();
    await page.getByLabel(/Why not/).fill("Too long for me");
    await page.getByRole("button", { name: "Deny it" }).click();
    await page.getByRole("log").getByText("It was refused: Too long for me").waitFor();
    expect(existsSync(join(workspace, "report.md"))).toBe(false);
  });

  it("answers from the inbox", async () => {
    let calls = 0;
    const question = { name: "ask_person", input: { question: "Which year?" } };
    const server = await serve(scripted(() => (calls++ === 0 ? { toolCalls: [question] } : { text: "Thanks." })));
    const page = await open(server.url);
    await ask(page, "How much?");
    await page.getByText("Which year?").waitFor();
    await page.getByRole("link", { name: /Inbox/ }).click();
    await page.getByRole("textbox", { name: "Which year?" }).fill("1999");
    await page.keyboard.press("Enter");
    await page.getByText("Nothing waits for you").waitFor();
  });

  it("sees the plan first when it is asked for", async () => {
    const page = await open((await serve()).url);
    await page.getByRole("button", { name: "Plan first" }).click();
    await ask(page, TWO_PARTS);
    await page.getByRole("button", { name: "Run this plan" }).first().click();
    await page.getByRole("log").getByText("84").first().waitFor();
    await isOver(page);
  });

  it("changes the plan before it runs: a goal, a task less, a task more", async () => {
    const page = await open((await serve()).url);
    await page.getByRole("button", { name: "Plan first" }).click();
    await ask(page, TWO_PARTS);
    const graph = page.getByRole("complementary", { name: "Task graph" });
    await graph.getByRole("button", { name: /12 \* 7/ }).click();
    const task = page.getByRole("complementary", { name: "Task" });
    await task.getByRole("button", { name: "Edit" }).click();
    await task.getByLabel("Goal").fill("What is 12 * 8?");
    await task.getByRole("button", { name: "Save" }).click();
    await task.getByRole("heading", { name: "What is 12 * 8?" }).first().waitFor();
    await task.getByRole("button", { name: "Back to the graph" }).click();
    await graph.getByRole("button", { name: /working days/ }).click();
    await task.getByRole("button", { name: "Remove" }).click();
    await task.getByRole("button", { name: "Back to the graph" }).click();
    await expect.poll(() => graph.locator(".react-flow__node").count()).toBe(1);
    await graph.getByRole("button", { name: "Add a task" }).click();
    await graph.getByLabel("Goal").fill("What is 5 * 5?");
    await graph.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => graph.locator(".react-flow__node").count()).toBe(2);
    await page.getByRole("button", { name: "Run this plan" }).first().click();
    await page.getByRole("log").getByText("96").first().waitFor();
    await page.getByRole("log").getByText("25").first().waitFor();
    expect(page.complaints).toEqual([]);
  });

  it("writes on while the team works: the request waits its turn, also over a reload", async () => {
    const replies: ScriptedModelReply[] = [{ text: ["first ", "end"], betweenMs: 60_000 }];
    const page = await open((await serve(scripted(() => replies.shift() ?? { text: "second answer" }))).url);
    await ask(page, "One");
    await page.getByRole("log").getByText("first").waitFor();
    await ask(page, "Two");
    await page.getByText("1 request waits").waitFor();
    await page.reload();
    await page.getByText("1 request waits").waitFor();
    await page.getByRole("button", { name: "Send now" }).click();
    await page.getByRole("log").getByText("second answer").waitFor();
    expect(await page.getByText("1 request waits").count()).toBe(0);
  });

  it("changes a request: the new one stands beside the old, which can be seen again", async () => {
    const page = await open((await serve()).url);
    await ask(page, "What is 6 * 7?");
    await isOver(page);
    await page.locator("article").first().hover();
    await page.getByRole("button", { name: "Edit and send again" }).click();
    await page.getByRole("textbox", { name: "Edit and send again" }).fill("What is 6 * 8?");
    await page.keyboard.press("Enter");
    await page.getByRole("log").getByText("48").waitFor();
    await page.getByText("2/2").waitFor();
    expect(await page.locator("article").count()).toBe(1);
    await page.getByRole("button", { name: "Earlier version" }).click();
    await page.getByRole("log").getByText("42").waitFor();
    await page.getByText("1/2").waitFor();
    // What is asked now follows the branch that is seen.
    await ask(page, "Convert 250 grams of flour to ounces");
    await page.getByRole("log").getByText(/8\.8/).waitFor();
    expect(await page.locator("article").count()).toBe(2);
    expect(await page.getByText("1/2").count()).toBe(1);
    expect(page.complaints).toEqual([]);
  });

  it("says what an answer was worth, and that it deserved a stronger model", async () => {
    const server = await serve();
    const page = await open(server.url);
    await ask(page, "What is 6 * 7?");
    await isOver(page);
    await page.getByRole("button", { name: "Bad answer" }).click();
    await page.getByRole("button", { name: "Too long" }).click();
    const run = await page.locator("article").getAttribute("data-run");
    const given = async () => (await fetch(`${server.url}/api/runs/${run}/feedback`)).json();
    await expect.poll(given).toMatchObject({ feedback: [{ rating: "down", reason: "Too long" }] });
    await page.reload();
    await page.getByRole("button", { name: "Bad answer", pressed: true }).waitFor();
  });

  it("attaches files by button, paste and drop, and is told what cannot be sent", async () => {
    const page = await open((await serve()).url);
    const input = page.locator("input[type=file]");
    await input.setInputFiles([
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("Milk 2.50\nBread 3.10") },
      { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
    ]);
    await page.getByText("The file is empty.").waitFor();
    await page.getByLabel("Your request", { exact: true }).fill("What is in the file?");
    expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Remove empty.txt" }).click();
    const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    await page.evaluate((base64) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      data.items.add(new File([bytes], "dot.png", { type: "image/png" }));
      const field = document.querySelector("[data-request]");
      field?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, pixel);
    await page.locator('li img[src^="data:image/png"]').waitFor();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["Eggs 4.20"], "more.txt", { type: "text/plain" }));
      const form = document.querySelector("[data-request]")?.closest("form");
      for (const type of ["dragover", "drop"])
        form?.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.getByRole("button", { name: "Remove more.txt" }).waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByLabel("Attached files").getByText("notes.txt").waitFor();
    await page.getByLabel("Attached files").getByText("more.txt").waitFor();
    await isOver(page);
    // The picture is seen in the request, also after a reload; each file opens beside the conversation.
    await page.reload();
    const picture = page.getByLabel("Attached files").locator("img");
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await page.getByRole("button", { name: /notes\.txt/ }).click();
    await page.getByRole("complementary", { name: "notes.txt" }).getByText("Bread 3.10").waitFor();
    expect(page.complaints).toEqual([]);
  });

  it("keeps what was typed when the server refuses it, and over a reload", async () => {
    const server = await serve();
    const page = await open(server.url);
    await page.getByText("Try one of these").waitFor();
    const problem = { code: "budget-spent", detail: "The budget of today is spent." };
    await page.route("**/api/runs", (route) =>
      route.request().method() === "POST" ? route.fulfill({ status: 402, json: problem }) : route.continue(),
    );
    await ask(page, "A long thought");
    await page.getByRole("region", { name: "News of this page" }).getByText("The budget of today is spent.").waitFor();
    expect(await page.getByLabel("Your request", { exact: true }).inputValue()).toBe("A long thought");
    await page.reload();
    expect(await page.getByLabel("Your request", { exact: true }).inputValue()).toBe("A long thought");
  });

  it("uses nothing but the keyboard", async () => {
    const page = await open((await serve()).url);
    await page.getByText("Try one of these").waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.keyboard.press("Shift+Escape");
    await page.keyboard.press("Tab");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    // Who types while nothing else takes letters means the request.
    await page.keyboard.type("What is 6 * 7?");
    await page.keyboard.press("Enter");
    await page.getByRole("log").getByText("42").first().waitFor();
    await isOver(page);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("Models");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Models" }).waitFor();
    await page.keyboard.press("Control+Shift+O");
    await page.getByText("Try one of these").waitFor();
    await page.keyboard.press("Shift+Escape");
    await page.keyboard.type("/team al");
    await page.getByRole("option", { name: "/team alma" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Team: Alma" }).waitFor();
    expect(page.complaints).toEqual([]);
  });

  it("has all of it on a phone", async () => {
    const page = await open((await serve()).url, PHONE);
    await ask(page, TWO_PARTS);
    await isOver(page);
    await page.getByRole("button", { name: "Task graph" }).click();
    const pane = page.getByRole("dialog", { name: "Task graph" });
    await pane.locator(".react-flow__node").first().waitFor();
    await pane.getByRole("button", { name: /12 \* 7/ }).click();
    await page.getByRole("dialog", { name: "Task" }).getByText("calculate").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("link", { name: "Runs" }).click();
    await page.getByRole("link", { name: TWO_PARTS }).click();
    await page.getByRole("heading", { name: TWO_PARTS }).waitFor();
    expect(page.complaints).toEqual([]);
  });
});
