// A small program over the engine: one question, its answer as it comes.
// Arguments: the package's entry, the options of the engine as JSON, the question.
import { z } from "zod";

const [entry, options, text] = process.argv.slice(2);
const { createEngine, defineTool } = await import(entry);
const lookup = defineTool({
  name: "lookup",
  capability: "lookup",
  description: "lookup",
  examples: ["look it up"],
  input: z.object({ query: z.string() }),
  effect: "read",
  repeatable: true,
  cacheable: false,
  describe: ({ query }) => ({ effect: "read", summary: `look up ${query}` }),
  execute: async () => ({ ok: true, text: "DATA for the query" }),
});
const engine = await createEngine({ ...JSON.parse(options), tools: [lookup] });
const { run } = await engine.ask({ text });
let shown = false;
for await (const update of engine.follow(run)) {
  if (update.kind === "frame" && update.frame.path === "" && update.frame.kind === "text") {
    shown = true;
    process.stdout.write(update.frame.delta);
  } else if (update.kind === "event" && update.event.type === "message-add" && update.event.role === "team" && !shown) {
    process.stdout.write(update.event.text);
  }
}
await engine.close();
