/** A process that owns a data folder until it is killed. */
import { createEngine } from "../../src/engine/create-engine.ts";

await createEngine({ dataDir: process.argv[2] ?? "", describe: "thorp chat", env: {} });
process.send?.("held");
setInterval(() => {}, 60_000);
