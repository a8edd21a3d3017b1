/** The engine in your own program: ask, follow to the end, print the answer. Needs no model: the rules answer. */
import { createEngine } from "thorp";

const engine = await createEngine({ dataDir: "memory" });
const { run } = await engine.ask({ text: "What is 17% of 2,340?" });

for await (const update of engine.follow(run)) {
  if (update.kind !== "event") continue;
  const { event } = update;
  if (event.type === "message-add" && event.role === "team") console.log(event.text);
  if (event.type === "run-end") console.log(event.state);
}
await engine.close();

// Prints:
// 17 / 100 * 2340 = 397.8. [1]
// done
