import { it } from "vitest";
import { openBench, serve } from "./test-bench.ts";
it("x", async () => {
  const { catalogue } = await serve((request) => request.body["model"] === "hand" ? { text: "Done." } : request.body["tools"] === undefined ? { text: "All done." } : { toolCalls: [{ name: "plan", input: { tasks: [{ id: "a", goal: "do a", agent: "hand" }, { id: "b", goal: "do b", agent: "hand", needs: ["a"] }] } }] });
  const bench = await openBench({ catalogues: [catalogue], team: "crew" });
  const s = await bench.ask("Do the work.", {}, (e, run) => { if (e.type === "task-end") void bench.engine.cancel(run, "x").catch((er) => console.log("cancel failed", er.code)); });
  for (const e of s.events) console.log(e.seq, e.path, e.type, (e as any).step ?? "", (e as any).state ?? "", JSON.stringify((e as any).failure ?? ""));
});
