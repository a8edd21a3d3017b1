/** What is recorded of the terms of an API, and who is named below what was made of its answers. */
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { type Conversation, collectConversation } from "../../src/engine/collect-conversation.ts";
import { exportConversation } from "../../src/engine/conversation-export/export-conversation.ts";
import { openApi, openScene, type Think } from "./compliance-scene.ts";

const thinkOfTides: Think = ({ words, results }) => {
  if (results.length > 0) return "High water in Lisbon is at 07:41.";
  if (words.includes("port")) return [{ tool: "find_port", input: { name: "Lisbon" } }];
  if (words.includes("sum")) return [{ tool: "calculate", input: { expression: "1 + 1" } }];
  return [{ tool: "read_tides", input: { port: "Lisbon" } }];
};
const credits = [{ text: "Tides of the World", url: "https://tides.example/terms" }];

it("records each call with the terms that held, and names the provider below the answer", async () => {
  const api = await openApi();
  const { engine, ask } = await openScene(api, { think: thinkOfTides });
  const told = await ask("When is high water in Lisbon?");
  expect(told.text, JSON.stringify(told.end)).toContain("07:41");
  const end = told.all("step-end").find(({ result }) => (result as { tool?: string }).tool === "read_tides");
  expect(end?.result).toMatchObject({
    terms: { provider: "tides", cacheMs: 600_000, training: "forbidden", attribution: "Tides of the World" },
    use: { requests: 1, waitedMs: 0 },
  });
  expect(told.all("message-add").at(-1)).toMatchObject({ role: "team", credits });
  expect((await engine.messages(told.conversation)).at(-1)).toMatchObject({ credits });
  const whole = await collectConversation(engine, told.conversation);
  for (const format of ["md", "html"] as const)
    expect(exportConversation(whole as Conversation, format)).toContain(
      "Tides of the World (https://tides.example/terms)",
    );
  // The same inputs lead to the same words: the credits stand in the recorded result, not in today's terms.
  expect(await engine.replay(told.run)).toEqual([]);
});

it("names nobody below an answer that no such call went into", async () => {
  const { ask } = await openScene(await openApi(), { think: thinkOfTides });
  for (const words of ["Where is the port of Lisbon?", "What is the sum of one and one?"])
    expect((await ask(words)).all("message-add").at(-1)).not.toHaveProperty("credits");
});

it("names the provider in a report, and through tasks that build on one another", async () => {
  const think: Think = ({ words, results, tools }) => {
    if (results.length > 0) return "Done.";
    if (tools.includes("plan")) return [{ tool: "plan", input: { tasks } }];
    if (tools.length === 0) return "It is all in the report.";
    if (!words.includes("Write a report of it")) return [{ tool: "read_tides", input: { port: "Lisbon" } }];
    return [{ tool: "write_report", input: { title: "Tides", sections: [{ heading: "High water", from: "t1" }] } }];
  };
  const tasks = [
    { id: "t1", goal: "Read the tides of Lisbon", agent: "pilot" },
    { id: "t2", goal: "Write a report of it", agent: "pilot", needs: ["t1"] },
  ];
  const { ask } = await openScene(await openApi(), { think });
  const told = await ask("Write a report about the tides of Lisbon", { yes: true });
  expect(told.all("message-add").at(-1)).toMatchObject({ text: "It is all in the report.", credits });
  const texts = await Promise.all(told.all("file-change").map(({ file }) => readFile(file, "utf8")));
  expect(texts).toHaveLength(2);
  for (const text of texts) {
    const below = text.slice(text.indexOf("Credits"));
    expect([below.includes("Tides of the World"), below.includes("https://tides.example/terms")]).toEqual([true, true]);
  }
});
