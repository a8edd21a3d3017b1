/**
 * The process that gets killed: an engine over a data folder that begins a run or takes it up again, and tells its
 * parent everything that a follower sees. Approvals are answered as a careful person would: what is in the ledger
 * already is not done again.
 */
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { createEngine } from "../../src/engine/create-engine.ts";
import { defineTool } from "../../src/tools/tool.ts";
import type { ChildOptions } from "./kill-run.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as ChildOptions;
const ledger = join(options.folder, "ledger.txt");

const lookup = defineTool<{ query: string }>({
  name: "lookup",
  capability: "lookup",
  description: "Looks something up.",
  examples: ["look up item one"],
  input: z.object({ query: z.string() }),
  effect: "read",
  repeatable: true,
  cacheable: false,
  describe: ({ query }) => ({ effect: "read", summary: `look up ${query}` }),
  async execute({ query }) {
    await pause(3);
    return { ok: true, text: `DATA for ${query}` };
  },
});

const addLine = defineTool<{ line: string }>({
  name: "add_line",
  capability: "lines",
  description: "Adds a line to the ledger. Must not happen twice.",
  examples: ["write line one"],
  input: z.object({ line: z.string() }),
  effect: "write",
  repeatable: false,
  cacheable: false,
  describe: ({ line }) => ({ effect: "write", summary: `add "${line}"` }),
  async execute({ line }) {
    await pause(2);
    await appendFile(ledger, `${line}\n`);
    await pause(4);
    return { ok: true, text: `added ${line}` };
  },
});

const tell = (message: unknown): void => void process.send?.(message);

const engine = await createEngine({
  dataDir: options.journal === "off" ? "memory" : join(options.folder, "data"),
  teamFolders: [options.teams],
  catalogues: [options.catalogue],
  tools: [lookup, addLine],
  workspace: options.folder,
  recover: true,
  env: {},
});
let run = (await engine.listRuns({ limit: 1 }))[0]?.id;
if (run === undefined) {
  if (options.expectRun) {
    tell({ kind: "lost" });
    process.exit(1);
  }
  tell({ kind: "asking" });
  run = (await engine.ask({ text: "do the twelve things", team: "team", interactive: true })).run;
}
tell({ kind: "asked", run });

const answer = async (approval: string, summary: string): Promise<void> => {
  await pause(options.approvalMs);
  const lines = await readFile(ledger, "utf8").catch(() => "");
  const line = /"(.*)"/.exec(summary)?.[1] ?? "";
  await engine
    .signal(run, { type: "approval-answer", approval, allow: !lines.includes(`${line}\n`), by: "person" })
    .catch(() => {});
};

for (const ask of (await engine.showRun(run)).open)
  if (ask.type === "approval-ask" && ask.seq <= options.after) void answer(ask.approval, ask.summary);
for await (const update of engine.follow(run, { after: options.after })) {
  tell(update);
  if (update.kind === "event" && update.event.type === "approval-ask")
    void answer(update.event.approval, update.event.summary);
}
tell({ kind: "ended" });
await engine.close();
process.disconnect?.();
