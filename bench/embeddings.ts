/**
 * 1,000 embeddings, one by one and gathered into batches, against the scripted server with a fixed cost per call and per
 * text. Prints both rates and their ratio. `node bench/embeddings.ts [CALL_MS] [TEXT_MS]`
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSystemClock } from "../packages/thorp/src/base/clock.ts";
import { createSystemDice } from "../packages/thorp/src/base/dice.ts";
import { createCatalogue } from "../packages/thorp/src/models/catalogue.ts";
import { parseCatalogueFile } from "../packages/thorp/src/models/catalogue-file.ts";
import type { EmbeddingModelV4 } from "../packages/thorp/src/models/language-model.ts";
import { createOllamaEmbeddingModel } from "../packages/thorp/src/models/ollama/embedding-model.ts";
import { createProviders } from "../packages/thorp/src/models/providers.ts";

const TEXTS = 1000;
const ROUNDS = 5;
const [callMs = 2, textMs = 0.2] = process.argv.slice(2).map(Number);

/** One call at a time, as a model in memory works; so much for the call and so much for each text. */
function startServer() {
  let busy: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (piece: string) => (text += piece));
    request.on("end", () => {
      const { input } = JSON.parse(text) as { input: readonly string[] };
      busy = busy.then(async () => {
        await new Promise((resolve) => setTimeout(resolve, callMs + textMs * input.length));
        const vector = Array.from({ length: 384 }, (_, at) => at / 384);
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ embeddings: input.map(() => vector), prompt_eval_count: input.length }));
      });
    });
  });
  return new Promise<{ url: string; close: () => void }>((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close() {
          server.closeAllConnections();
          server.close();
        },
      }),
    ),
  );
}

/** Milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const server = await startServer();
const catalogue = createCatalogue([
  parseCatalogueFile(`providers: { ollama: { kind: ollama, url: "${server.url}" } }`, "bench"),
]);
const providers = createProviders({ catalogue, env: {}, clock: createSystemClock(), dice: createSystemDice() });
const texts = Array.from({ length: TEXTS }, (_, at) => `The text number ${at} of those that are embedded here.`);
const oneByOne = async (model: EmbeddingModelV4) => {
  for (const text of texts) await model.doEmbed({ values: [text] });
};
const together = (model: EmbeddingModelV4) => Promise.all(texts.map((text) => model.doEmbed({ values: [text] })));

const bare = createOllamaEmbeddingModel(providers.address("ollama"), { model: "e" });
const batched = providers.embeddingModel("ollama/e");
await batched.doEmbed({ values: ["warm"] });
const rows: { alone: number; batched: number }[] = [];
for (let round = 0; round < ROUNDS; round++)
  rows.push({ alone: await timed(() => oneByOne(bare)), batched: await timed(() => together(batched)) });
const ratios = rows.map((row) => row.alone / row.batched).sort((one, other) => one - other);
const rate = (ms: number) => Math.round(TEXTS / (ms / 1000)).toLocaleString("en");
for (const row of rows)
  console.log(
    `one by one ${rate(row.alone)}/s, batched ${rate(row.batched)}/s, ratio ${(row.alone / row.batched).toFixed(1)}`,
  );
console.log(
  `median ratio ${(ratios[Math.floor(ROUNDS / 2)] ?? 0).toFixed(1)} (${callMs} ms a call, ${textMs} ms a text)`,
);
await providers[Symbol.asyncDispose]();
server.close();
