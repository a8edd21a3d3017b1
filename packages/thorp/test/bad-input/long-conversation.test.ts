/** A conversation that outgrows the model's window many times: every prompt fits, the newest words are always there. */
import { expect, it } from "vitest";
import { estimatePromptTokens, tokenFamilyOf } from "../../src/models/token-estimate.ts";
import type { ServerRequest } from "../../src/testing/scripted-server.ts";
import { askedIn, openBench, serve } from "./test-bench.ts";

const WINDOW = 4096;
const EXCHANGES = 100;

const words = (topic: string): string => `${topic}: ${"some words about it, as people write them. ".repeat(4)}`;

function contentOf({ body }: ServerRequest): string {
  return JSON.stringify(body["messages"]);
}

it("200 messages on a window of 4,096 tokens", { timeout: 120_000 }, async () => {
  // The summary holds the code word only where the messages that it is made from do.
  const sumUp = (request: ServerRequest): string =>
    contentOf(request).includes("heron") ? "They spoke of topics; the code word is heron." : "They spoke of topics.";
  const { catalogue, server } = await serve(
    (request) =>
      askedIn(request).includes("Sum up this conversation") ? { text: sumUp(request) } : { text: words("Answer") },
    { context: WINDOW },
  );
  const bench = await openBench({ catalogues: [catalogue], team: "solo" });
  let conversation: string | undefined;
  let compactions = 0;
  for (let turn = 1; turn <= EXCHANGES; turn++) {
    const text = words(turn === 1 ? "Remember the code word heron. Topic 1" : `Topic ${turn}`);
    const told = await bench.ask(text, conversation === undefined ? {} : { conversation });
    conversation = told.conversation;
    expect(told, `turn ${turn}`).toMatchObject({ end: { state: "done" } });
    expect(told.text.trim()).toBe(words("Answer").trim());
    compactions += told.all("history-compact").length;
    const last = server.requests.findLast((request) => request.method === "POST");
    expect(contentOf(last as ServerRequest), "the question itself is whole").toContain(text.trim());
    if (turn > 1)
      expect(contentOf(last as ServerRequest), "the exchange before is whole").toContain(`Topic ${turn - 1}:`);
  }
  expect(compactions, "some, but not one per request").toBeGreaterThan(10);
  expect(compactions).toBeLessThan(EXCHANGES / 3);
  const chats = server.requests.filter((request) => request.method === "POST");
  for (const { body } of chats) {
    const spoken = (body["messages"] as readonly { content: string }[]).map(({ content }) => ({
      role: "user" as const,
      content: [{ type: "text" as const, text: content }],
    }));
    expect(
      estimatePromptTokens({ prompt: spoken }, tokenFamilyOf("near/one")) +
        Number(body["max_tokens"] ?? body["max_completion_tokens"]),
    ).toBeLessThanOrEqual(WINDOW);
  }
  // What the summary holds reaches the model although its message left the window long ago.
  expect(contentOf(chats.at(-1) as ServerRequest)).toContain("the code word is heron");
  await bench.goesOn({ conversation: conversation ?? "" });
});

it("one message that is larger than the window", async () => {
  const { catalogue } = await serve(() => ({ text: "Fine." }), { context: WINDOW });
  const bench = await openBench({ catalogues: [catalogue], team: "solo" });
  const { conversation } = await bench.ask(`Keep this: ${"long ".repeat(30_000)}`);
  expect(await bench.ask("And now something short.", { conversation })).toMatchObject({
    end: { state: "done" },
    text: "Fine.",
  });
  await bench.goesOn({ conversation });
});

it("a summary that never comes leaves the newest messages", { timeout: 60_000 }, async () => {
  const { catalogue, server } = await serve(
    (request) =>
      askedIn(request).includes("Sum up this conversation")
        ? { status: 400, body: '{"error":{"message":"no"}}' }
        : { text: words("Answer") },
    { context: WINDOW },
  );
  const bench = await openBench({ catalogues: [catalogue], team: "solo" });
  let conversation: string | undefined;
  for (let turn = 1; turn <= 25; turn++) {
    const told = await bench.ask(words(`Topic ${turn}`), conversation === undefined ? {} : { conversation });
    conversation = told.conversation;
    expect(told.end.state, `turn ${turn}`).toBe("done");
  }
  expect(contentOf(server.requests.at(-1) as ServerRequest)).toContain("Topic 24:");
});
