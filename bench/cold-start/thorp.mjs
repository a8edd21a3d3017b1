// A small program over the engine: a question, its answer as it comes.
// Arguments: the package's entry, a data folder, and the options of the engine as JSON.
const [entry, dataDir, options, text] = process.argv.slice(2);
const { createEngine } = await import(entry);
const engine = await createEngine({ ...JSON.parse(options), dataDir });
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
