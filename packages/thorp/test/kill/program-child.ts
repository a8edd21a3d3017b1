/**
 * The process that gets killed while a program of an agent runs: an engine that begins a run or takes it up again. A
 * person who allows everything once, and nothing again, sits beside it.
 */
import { join } from "node:path";
import { createEngine } from "../../src/engine/create-engine.ts";
import { createScriptedModel } from "../../src/testing/scripted-model.ts";
import type { McpServers } from "../../src/tools/mcp-server.ts";

/** What the model calls, and where. */
export interface ProgramChildOptions {
  readonly folder: string;
  readonly call: { readonly name: string; readonly input: Readonly<Record<string, string>> };
  readonly mcpServers: McpServers;
  readonly withoutCage: boolean;
}

const { folder, call, mcpServers, withoutCage } = JSON.parse(process.argv[2] ?? "{}") as ProgramChildOptions;
const model = createScriptedModel({
  script: ({ prompt }) => {
    const isAnswered = prompt.some(({ role }) => role === "tool");
    return isAnswered ? { text: "It is over." } : { toolCalls: [call] };
  },
});
const engine = await createEngine({
  ...{ dataDir: join(folder, "data"), configFolder: join(folder, "config"), workspace: join(folder, "work") },
  ...{ teamFolders: [join(folder, "teams")], team: "one", languageModels: { any: model }, mcpServers, recover: true },
  env: withoutCage ? { PATH: "/nowhere" } : { PATH: process.env["PATH"] },
});
const known = (await engine.listRuns({ limit: 1 }))[0]?.id;
const run = known ?? (await engine.ask({ text: "Run it.", interactive: true })).run;
const answer = (approval: string) =>
  engine
    .signal(run, { type: "approval-answer", approval, allow: !approval.includes("#again"), by: "person" })
    .catch(() => {});
for (const ask of (await engine.showRun(run)).open) if (ask.type === "approval-ask") void answer(ask.approval);
for await (const update of engine.follow(run)) {
  if (update.kind !== "event") continue;
  if (update.event.type === "approval-ask") void answer(update.event.approval);
  if (update.event.type === "run-end") process.send?.({ state: update.event.state });
}
await engine.close();
process.disconnect?.();
