/** Model servers whose list and whose answers disagree. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ServerReply, startScriptedServer } from "../../src/testing/scripted-server.ts";
import { createHastyClock } from "./hasty-clock.ts";
import { newFolder, openBench } from "./test-bench.ts";

/** A local model of one kind of server and a paid one behind it. */
async function setUp(provider: string, { lists, reply }: { readonly lists: string[]; readonly reply: ServerReply }) {
  const models = lists;
  const near = await startScriptedServer({ models, script: () => reply });
  const far = await startScriptedServer({ script: () => ({ text: "From the paid one." }) });
  onTestFinished(() => Promise.all([near.close(), far.close()]).then(() => {}));
  const file = join(await newFolder(), "models.yaml");
  const price = "price: { input: 0, output: 0 }";
  await writeFile(
    file,
    `providers:
  near: { ${provider.replace("URL", near.url)}, tier: local }
  far: { kind: openai, dialect: openai, url: "${far.url}/v1", tier: frontier }
models:
  - { id: near/one, context: 8000, ${price} }
  - { id: far/two, context: 8000, ${price} }
aliases: { one: near/one, boss: near/one, hand: near/one, two: far/two }
`,
  );
  const clock = createHastyClock();
  const bench = await openBench({ catalogues: [file], team: "ladder", clock });
  const chats = () => near.requests.filter(({ path }) => /chat/.test(path)).length;
  return { ask: () => bench.ask("What is it?"), models, clock, chats };
}

const vllm = 'kind: openai, dialect: vllm, url: "URL/v1"';
const openai = 'kind: openai, dialect: openai, url: "URL/v1"';
const ollama = 'kind: ollama, url: "URL"';
const missing: ServerReply = { status: 404, body: '{"error":"model \\"one\\" not found"}' };

describe("a server that lists other models", () => {
  it("is not asked for this one, and the route says why", async () => {
    const { ask, chats } = await setUp(vllm, { lists: ["other"], reply: { text: "From the near one." } });
    const told = await ask();
    expect(told.text).toBe("From the paid one.");
    expect(chats()).toBe(0);
    const [begun] = told.all("step-start");
    expect(JSON.stringify(begun)).toContain("near/one: its server does not have it; it has other");
  });

  it("is asked again when some time has passed: it may have been started anew", async () => {
    const { ask, models, clock } = await setUp(vllm, { lists: ["other"], reply: { text: "From the near one." } });
    expect((await ask()).text).toBe("From the paid one.");
    models.splice(0, 1, "one");
    clock.skip(11_000);
    expect((await ask()).text).toBe("From the near one.");
  });
});

describe("a server that does not have what it lists", () => {
  it.each([
    ["vllm", vllm],
    ["openai", openai],
    ["ollama", ollama],
  ])("hands on to the next tier, and the record says why: %s", async (_, provider) => {
    const { ask, chats } = await setUp(provider, { lists: ["one"], reply: missing });
    const told = await ask();
    expect(told.end).toMatchObject({ state: "done" });
    expect(told.text).toBe("From the paid one.");
    expect(chats()).toBe(1);
    expect(told.all("step-fail")).toMatchObject([{ failure: { code: "model-unknown" } }]);
    expect(told.all("step-end").at(-1)?.result).toMatchObject({
      fallbacks: [expect.stringContaining('near/one answered 404: model "one" not found')],
    });
  });
});
