/** A Thorp that starts a model server, asks it once, and stays until it is killed. Arguments: catalogue, servers' folder. */
import { join } from "node:path";
import { createEngine } from "../../src/engine/create-engine.ts";

const [catalogue = "", serversDir = ""] = process.argv.slice(2);
const engine = await createEngine({
  dataDir: "memory",
  serversDir,
  catalogues: [catalogue],
  teamFolders: [join(import.meta.dirname, "teams")],
  team: "climb",
});
const { run } = await engine.ask({ text: "What is it?" });
for await (const _ of engine.follow(run));
const detail = await engine.showRun(run);
process.stdout.write(`${JSON.stringify({ state: detail.run.state, text: detail.messages.at(-1)?.text })}\n`);
setInterval(() => {}, 1000);
