/** What acts asks first: a program that reads what is asked, and allows or refuses it by a rule of its own. */
import { fileURLToPath } from "node:url";
import { createEngine } from "thorp";
import { createScriptedModel } from "thorp/testing";
import { orderGoods, stockLevel } from "./shop-tools.ts";

const order = (packets: number) => ({ toolCalls: [{ name: "order_goods", input: { goods: "tea", packets } }] });
const model = createScriptedModel({ script: [order(80), order(20), { text: "Twenty packets are on their way." }] });
const engine = await createEngine({
  dataDir: "memory",
  languageModels: { "my/model": model },
  tools: [stockLevel, orderGoods],
  teamFolders: [fileURLToPath(new URL("teams", import.meta.url))],
});
// `interactive` says that somebody answers; without it what acts is denied.
const { run } = await engine.ask({ text: "We run out of tea.", team: "shop", model: "my/model", interactive: true });

for await (const update of engine.follow(run)) {
  if (update.kind !== "event") continue;
  const { event } = update;
  if (event.type === "approval-ask") {
    // The summary is made from the real arguments, never from what a model says about them.
    const allow = Number(/\d+/.exec(event.summary)?.[0]) <= 50;
    console.log(`${event.summary}: ${allow ? "yes" : "no"}`);
    await engine.signal(run, { type: "approval-answer", approval: event.approval, allow, by: "person" });
  }
  if (event.type === "message-add" && event.role === "team") console.log(event.text);
}
await engine.close();

// Prints:
// order 80 packets of tea: no
// order 20 packets of tea: yes
// Twenty packets are on their way.
