/** A test of a team without a model: a scripted one says what the test tells it to and remembers what it was asked. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createEngine } from "thorp";
import { createRecordingTool, createScriptedModel } from "thorp/testing";

const lookedUp = createRecordingTool({ name: "stock_level" });
const ordered = createRecordingTool({ name: "order_goods" });
const model = createScriptedModel({
  script: [{ toolCalls: [{ name: "stock_level", input: { goods: "tea" } }] }, { text: "Enough." }],
});
const engine = await createEngine({
  dataDir: "memory",
  languageModels: { "my/model": model },
  tools: [lookedUp.tool, ordered.tool],
  teamFolders: [fileURLToPath(new URL("teams", import.meta.url))],
});
const { run } = await engine.ask({ text: "Is there enough tea?", team: "shop", model: "my/model" });
for await (const _update of engine.follow(run));

assert.deepEqual(
  lookedUp.calls.map(({ input }) => input),
  [{ goods: "tea" }],
);
assert.equal(ordered.calls.length, 0);
assert.match(JSON.stringify(model.calls[0]?.prompt), /Look up the stock/);
assert.equal((await engine.showRun(run)).run.state, "done");
await engine.close();
console.log("The keeper looks before it speaks.");

// Prints:
// The keeper looks before it speaks.
