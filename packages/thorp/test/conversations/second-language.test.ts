/**
 * An answer in the wrong language is asked for once more, and what readers had seen of it is taken back: in a terminal,
 * in a pipe, with `--json`, over SSE.
 */
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createCliFolder, pseudoTerminal, startCli, startOnTerminal } from "../../src/cli/testing-process.ts";
import { createScreen } from "../../src/cli/testing-screen.ts";
import { serverEvents, testServer } from "../../src/server/test-server.ts";
import { createScriptedModel } from "../../src/testing/scripted-model.ts";
import { type ScriptedServer, type ServerRequest, startScriptedServer } from "../../src/testing/scripted-server.ts";
import { runUpdateSchema, type WireUpdate } from "../../src/wire/run-update.ts";

const question = "Wie hoch ist die Summe aller Bestellungen, und wie war sie im Monat davor?";
const wrong = "The total of all orders is 1,250 euros; it was lower in the month before.";
const right = "Die Summe aller Bestellungen ist 1.250 Euro; im Monat davor war sie nicht so hoch.";
const pieces = (text: string) => text.split(/(?<= )/);

let server: ScriptedServer;
let stubborn = false;
const asked: ServerRequest[] = [];
beforeAll(async () => {
  server = await startScriptedServer({
    models: ["mistral-small:22b"],
    script: (request) => {
      asked.push(request);
      const isAgain = JSON.stringify(request.body["messages"]).includes("Answer in German.");
      return { text: pieces(isAgain && !stubborn ? right : wrong), betweenMs: 3 };
    },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  stubborn = false;
  asked.length = 0;
});

/** What a reader shows who keeps to the rules of the wire: text by step, taken back where that is said. */
function shownBy(updates: readonly WireUpdate[]) {
  const texts = new Map<string, string>();
  const moments: string[] = [];
  for (const update of updates) {
    if (update.kind === "frame" && update.type === "text" && update.path === "")
      texts.set(update.step, (texts.get(update.step) ?? "").slice(0, update.offset) + update.delta);
    if (update.kind === "event" && update.type === "check-end" && update.withdraws !== undefined)
      texts.delete(update.withdraws);
    moments.push([...texts.values()].join(""));
  }
  return { last: moments.at(-1), moments };
}

function expectReplaced(updates: readonly WireUpdate[]): void {
  const { last, moments } = shownBy(updates);
  expect(last).toBe(right);
  // It had been seen whole, then nothing of it any more: never both, never mixed.
  expect(moments).toContain(wrong);
  expect(moments.slice(moments.indexOf(wrong)).find((text) => text !== wrong)).toBe("");
  expect(moments.filter((text) => text.includes(wrong) && text !== wrong)).toEqual([]);
  expect(updates.findLast((update) => update.kind === "event" && update.type === "message-add")).toMatchObject({
    role: "team",
    text: right,
  });
}

describe("an answer in another language than the request", () => {
  it("is withdrawn in the updates of --json before the second one begins", async () => {
    const { out, ended } = startCli(createCliFolder(server.url), ["ask", "--json", question]);
    expect(await ended).toBe(0);
    const updates = out().trimEnd().split("\n");
    expectReplaced(updates.map((line) => runUpdateSchema.parse(JSON.parse(line))));
    expect(asked).toHaveLength(2);
  });

  it("is withdrawn for readers of the stream, also for one who comes late", async () => {
    const script = [{ text: pieces(wrong) }, { text: pieces(right) }];
    await using http = await testServer({ languageModels: { one: createScriptedModel({ script }) } });
    const body = JSON.stringify({ text: question, model: "one" });
    const post = { method: "POST", headers: { "content-type": "application/json" }, body };
    const { run } = (await (await fetch(`${http.url}/api/runs`, post)).json()) as { run: string };
    const updates: WireUpdate[] = [];
    const read = async () => {
      for await (const { data } of serverEvents(await fetch(`${http.url}/api/runs/${run}/stream`))) {
        updates.push(runUpdateSchema.parse(JSON.parse(data)));
        if (updates.at(-1)?.type === "run-end") break;
      }
    };
    await read();
    expect(shownBy(updates).last ?? "").not.toContain("total of all orders");
    updates.length = 0;
    await read();
    expect(shownBy(updates).last ?? "").not.toContain("total of all orders");
    expect(updates.some((update) => update.type === "check-end" && update.withdraws === "model-1")).toBe(true);
  });

  it("never reaches a pipe, which cannot take it back, and the reason is told beside it", async () => {
    const { out, err, ended } = startCli(createCliFolder(server.url), ["ask", question]);
    expect(await ended).toBe(0);
    expect(out()).toBe(`${right}\n`);
    expect(err()).toContain("again: The answer is in English, the request in German. Answer in German.");
  });

  it("stays when the second is no better: that is asked for once", async () => {
    stubborn = true;
    const { out, ended } = startCli(createCliFolder(server.url), ["ask", question]);
    expect(await ended).toBe(0);
    expect(out()).toBe(`${wrong}\n`);
    expect(asked).toHaveLength(2);
  });

  it.skipIf(spawnSync(pseudoTerminal, ["--version"]).status !== 0)(
    "was to be seen in a terminal and gives its place to the second",
    async () => {
      const { out, ended } = startOnTerminal(createCliFolder(server.url), ["ask", question]);
      expect(await ended).toBe(0);
      expect(out()).toContain("The total of all");
      const screen = createScreen(80, 24);
      screen.write(out().replace(/\u001b\[\?\d+[hl]/g, ""));
      const shown = screen.shown().join(" ");
      expect(shown).toContain("Die Summe aller Bestellungen ist 1.250 Euro");
      expect(shown).not.toContain("The total of all");
    },
  );
});

describe("what was mended in a call", () => {
  it("stands in `runs show`, and in the updates for programs", async () => {
    const call = { name: "calculate", input: { arguments: { expression: "17 * 2400 / 100" } } };
    await using own = await startScriptedServer({
      models: ["mistral:7b"],
      script: ({ body }) =>
        JSON.stringify(body["messages"]).includes('"tool"') ? { text: "It is 408." } : { toolCalls: [call] },
    });
    const folder = createCliFolder(own.url);
    const { out, ended } = startCli(folder, ["ask", "--team", "alma", "--json", "Please compute it for me"]);
    expect(await ended).toBe(0);
    const updates = out()
      .trimEnd()
      .split("\n")
      .map((line) => runUpdateSchema.parse(JSON.parse(line)));
    const notes = updates.flatMap((update) => (update.type === "step-end" ? (update.repaired ?? []) : []));
    expect(notes).toEqual(["taken out of arguments"]);
    const shown = startCli(folder, ["runs", "show", "last"]);
    expect(await shown.ended).toBe(0);
    expect(shown.out()).toMatch(/calculate.*\n(?: .*\n)*? +mended: taken out of arguments\n/);
  });
});
