/** Conversations on rules alone: a real engine, real files, and answers whose figures are known. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../src/engine/create-engine.ts";
import type { AskRequest, Thorp } from "../../src/engine/thorp.ts";
import type { RunEvent } from "../../src/events/event.ts";

const examples = join(import.meta.dirname, "../../../../examples/data");
const RUN_LIMIT_MS = 15_000;

interface Told {
  readonly run: string;
  readonly state: string;
  readonly failure: string | undefined;
  readonly text: string;
  readonly events: readonly RunEvent[];
}

async function openConversation() {
  const folder = await mkdtemp(join(tmpdir(), "thorp-talk-"));
  const workspace = join(folder, "workspace");
  await cp(examples, workspace, { recursive: true });
  const engine = await createEngine({ dataDir: join(folder, "data"), workspace, env: {}, timeZone: "UTC" });
  onTestFinished(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  let conversation: string | undefined;
  return {
    engine,
    workspace,
    async ask(text: string, more: Partial<AskRequest> = {}, answer?: string): Promise<Told> {
      const before = conversation === undefined ? {} : { conversation };
      const asked = await engine.ask({ text, model: "rules", yes: true, ...before, ...more });
      conversation = asked.conversation;
      return follow(engine, asked.run, answer);
    },
  };
}

/** To the end; `answer` is given to a question on the way. */
async function follow(engine: Thorp, run: string, answer: string | undefined): Promise<Told> {
  const events: RunEvent[] = [];
  for await (const update of engine.follow(run, { signal: AbortSignal.timeout(RUN_LIMIT_MS) })) {
    if (update.kind !== "event") continue;
    events.push(update.event);
    if (update.event.type === "question-ask" && answer !== undefined)
      await engine.signal(run, {
        type: "question-answer",
        question: update.event.question,
        text: answer,
      });
  }
  const end = events.at(-1);
  if (end?.type !== "run-end") throw new Error(`Run ${run} has no end.`);
  const said = events.findLast((event) => event.type === "message-add" && event.role === "team");
  return {
    run,
    state: end.state,
    failure: end.failure?.code,
    text: said?.type === "message-add" ? said.text : "",
    events,
  };
}

describe("a follow-up", () => {
  it("knows the file and the question of the request before, and of the one before that", async () => {
    const { ask } = await openConversation();
    expect((await ask("Total revenue in North in sales.csv")).text).toContain("52,881.96");
    expect((await ask("and South?")).text).toContain("34,819.71");
    expect((await ask("thanks")).text).toContain("welcome");
    const west = await ask("and West?");
    expect(west).toMatchObject({ state: "done", text: expect.stringContaining("36,759.63") });
    expect(west.text).not.toContain("34,819.71");
  });

  it("goes on with the last result", async () => {
    const { ask, workspace } = await openConversation();
    await ask("What is the total revenue in sales.csv?");
    expect((await ask("how much is that per month?")).text).toContain("14799.8");
    expect((await ask("by product")).text).toContain("58,733.90");
    expect(await ask("save that to products.md")).toMatchObject({ state: "done" });
    expect(await readFile(join(workspace, "products.md"), "utf8")).toContain("58,733.90");
  });

  it("is a request of its own where it says so", async () => {
    const { ask } = await openConversation();
    await ask("Total revenue by region in sales.csv");
    expect((await ask("How many people work in Berlin according to staff.csv?")).text).toMatch(/\b16\b/);
    expect((await ask("what is 12 * 12?")).text).toContain("144");
  });

  it("replays without a difference", async () => {
    const { ask, engine } = await openConversation();
    await ask("Total revenue by region in sales.csv");
    expect(await engine.replay((await ask("and by product?")).run)).toEqual([]);
  });
});

describe("a question of the rules model", () => {
  it("is answered by the next request", async () => {
    const { ask } = await openConversation();
    // Two columns would have named their table.
    expect(await ask("What is the average salary?")).toMatchObject({
      state: "partial",
      text: expect.stringContaining("Which file"),
    });
    expect(await ask("staff.csv please")).toMatchObject({ state: "done", text: expect.stringMatching(/salary.*\d/i) });
  });

  it("is answered in the run, and the file that the answer names is looked at", async () => {
    const { ask } = await openConversation();
    const told = await ask("What is the average salary?", { interactive: true }, "staff.csv");
    expect(told).toMatchObject({ state: "done", text: expect.stringMatching(/salary.*\d/i) });
  });
});

describe("what is handed over", () => {
  const piped = async (text: Buffer | string) => ({
    attachments: [{ name: "stdin.txt", bytes: Buffer.from(text), mediaType: "text/plain" }],
  });

  it("is what the request is about, and stays so", async () => {
    const { ask, workspace } = await openConversation();
    await writeFile(join(workspace, "sold.csv"), "region,sold\nMoon,1\n");
    const table = await readFile(join(examples, "sales.csv"));
    expect((await ask("which region sold most", await piped(table))).text).toContain("North");
    expect((await ask("and the least?")).text).toContain("Central");
  });

  it.each([
    ["with words around it", (csv: string) => `Hi,\nhere is what you asked for:\n\n${csv}\n\nRegards\nBen\n`],
    ["as JSON lines", (csv: string) => jsonLines(csv)],
    ["as JSON", (csv: string) => `[${jsonLines(csv).trim().split("\n").join(",\n")}]`],
  ])("may be a table %s", async (_, dress) => {
    const { ask } = await openConversation();
    const csv = await readFile(join(examples, "sales.csv"), "utf8");
    expect((await ask("total revenue by region", await piped(dress(csv)))).text).toContain("52,881.96");
  });

  it("may be a text", async () => {
    const { ask } = await openConversation();
    const notes = await piped(await readFile(join(examples, "notes.md")));
    expect(await ask("who was excused?", notes)).toMatchObject({ text: expect.stringContaining("Greta Lindqvist") });
    expect((await ask("what is 17 % of 300", notes)).text).toContain("51");
  });
});

describe("a part beyond rules", () => {
  it("is named, and the rest is done", async () => {
    const { ask } = await openConversation();
    const told = await ask("Total revenue by region in sales.csv, and write a poem about it");
    expect(told).toMatchObject({ state: "partial", failure: "model-unavailable" });
    expect(told.text).toContain("52,881.96");
    expect(told.text).toMatch(/Not done:\n- Write a poem about it: .*language model/);
  });

  it("is named by a team with managers too", async () => {
    const { ask } = await openConversation();
    const told = await ask("What is 12 * 12, and explain why squares matter", { team: "toollama" });
    expect(told).toMatchObject({
      state: "partial",
      failure: "model-unavailable",
      text: expect.stringContaining("144"),
    });
  });
});

function jsonLines(csv: string): string {
  const [header = "", ...rows] = csv.trim().split("\n");
  const names = header.split(",");
  return `${rows
    .map((row) => {
      const cells = row.split(",");
      return JSON.stringify(
        Object.fromEntries(
          names.map((name, at) => [name, name === "revenue" || name === "units" ? Number(cells[at]) : cells[at]]),
        ),
      );
    })
    .join("\n")}\n`;
}
