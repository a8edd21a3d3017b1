import { describe, expect, it } from "vitest";
import type { HistoryMessage } from "../models/brief.ts";
import { compactHistory } from "./compact-history.ts";
import { agentOf, environmentOf, eventsOf, type Said, type Script, teamOf, valueOf } from "./test-world.ts";

const top = agentOf("top", { kind: "orchestrator" });
const talk = (turns: number, words = 30): readonly HistoryMessage[] =>
  Array.from({ length: turns }, (_, i): HistoryMessage[] => [
    { role: "person", text: `question ${i} ${"word ".repeat(words)}` },
    { role: "team", text: `answer ${i} ${"word ".repeat(words)}` },
  ]).flat();

async function compact(history: readonly HistoryMessage[], said: Said | string, window = 4000) {
  const asked: NonNullable<Script["asked"]> = [];
  const environment = environmentOf(teamOf([top]), { think: () => said, asked }, { history });
  const { value, events } = await valueOf((context) => compactHistory(context, environment, { agent: top, window }), {
    runtime: "strict",
  });
  return { value, asked, events: eventsOf(events, "history-compact"), count: environment.services.countTokens };
}

describe("compactHistory", () => {
  it("keeps a short conversation whole, without a call", async () => {
    const history = talk(5);
    const { value, asked } = await compact(history, "x");
    expect(value).toBe(history);
    expect(asked).toEqual([]);
  });

  it("sums up the older part of two hundred turns and keeps the newest whole", async () => {
    const history = talk(200);
    const { value, asked, events, count } = await compact(history, "  They met. ");
    expect(value[0]).toMatchObject({ role: "team", text: "Earlier in this conversation: They met." });
    expect(value.slice(1)).toEqual(history.slice(history.length - value.length + 1));
    expect(value.length).toBeGreaterThan(5);
    expect(count(value.map(({ text }) => ({ role: "user", content: [{ type: "text", text }] })))).toBeLessThanOrEqual(
      4000 * 0.35,
    );
    expect(events).toMatchObject([{ messages: history.length - value.length + 1, summary: "They met." }]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ tools: [], brief: { purpose: "compact" } });
  });

  it("asks for the summary and not for the answer, within the window", async () => {
    const { asked } = await compact(talk(200), "They met.");
    const messages = asked[0]?.promptFor(3000).messages ?? [];
    const last = JSON.stringify(messages.at(-1));
    expect(last).toContain("Sum up this conversation");
    expect(last).not.toContain("do everything");
    expect(JSON.stringify(messages).length / 4).toBeLessThanOrEqual(3000);
  });

  it("always keeps the last two exchanges, however long", async () => {
    const history = talk(4, 3000);
    const { value } = await compact(history, "They met.");
    expect(value.slice(1)).toEqual(history.slice(-4));
    expect((await compact(talk(2, 9000), "x")).asked).toEqual([]);
  });

  it.each<Said>([
    { failure: { code: "model-unavailable", message: "down" } },
    { text: "cannot", abstained: true },
    { text: " " },
  ])("goes on with the newest when nobody can sum up", async (said) => {
    const history = talk(200);
    const { value, events } = await compact(history, said);
    expect(value.length).toBeGreaterThanOrEqual(4);
    expect(value).toEqual(history.slice(-value.length));
    expect(events).toEqual([]);
  });
});
