/** A tool of your own and a team of your own: a folder says who may use it, the program brings what it does. */
import { fileURLToPath } from "node:url";
import { createEngine } from "thorp";
import { createScriptedModel } from "thorp/testing";
import { orderGoods, stockLevel } from "./shop-tools.ts";

// Stands in for a real model, so that this program runs anywhere.
const model = createScriptedModel({
  script: [
    { toolCalls: [{ name: "stock_level", input: { goods: "tea" } }] },
    { text: "Three packets of tea are left." },
  ],
});
const engine = await createEngine({
  dataDir: "memory",
  languageModels: { "my/model": model },
  tools: [stockLevel, orderGoods],
  teamFolders: [fileURLToPath(new URL("teams", import.meta.url))],
});
const { run } = await engine.ask({ text: "How much tea is left?", team: "shop", model: "my/model" });

for await (const update of engine.follow(run)) {
  if (update.kind !== "event") continue;
  const { event } = update;
  if (event.type === "step-start" && event.call.kind === "tool")
    console.log(`${event.call.tool} ${JSON.stringify(event.call.input)}`);
  if (event.type === "message-add" && event.role === "team") console.log(event.text);
}
await engine.close();

// Prints:
// stock_level {"goods":"tea"}
// Three packets of tea are left.
