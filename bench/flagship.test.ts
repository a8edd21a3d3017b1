/** The README's request against the scripted server of the peer comparison: every agent streams, nothing is called twice. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { createEngine } from "../packages/thorp/src/engine/create-engine.ts";
import { defineTool } from "../packages/thorp/src/tools/tool.ts";
import { checkCalls, configureServer, startServer, statsOf } from "./measure/server-process.ts";
import { checkAnswer, LOOKED_UP } from "./measure/the-job.ts";
import { writeCatalogue } from "./measure/thorp-engine.ts";

const FLAGSHIP =
  "Which region sold most in examples/data/sales.csv? Chart revenue by month and write a one-page report";

const lookup = defineTool({
  name: "lookup",
  capability: "lookup",
  description: "Looks something up.",
  examples: ["look it up"],
  input: z.object({ query: z.string() }),
  effect: "read",
  repeatable: true,
  cacheable: false,
  describe: ({ query }) => ({ effect: "read", summary: `look up ${query}` }),
  execute: async () => ({ ok: true, text: LOOKED_UP }),
});

test("every agent of the flagship request streams, token by token", async () => {
  const server = await startServer();
  const dir = mkdtempSync(join(tmpdir(), "flagship-"));
  await configureServer(server.baseURL, { ttft: 20, tps: 200, reset: true });
  const engine = await createEngine({
    dataDir: join(dir, "data"),
    teamFolders: [fileURLToPath(new URL(".", import.meta.url))],
    team: "team",
    catalogues: [writeCatalogue(dir, server.baseURL)],
    tools: [lookup],
    workspace: fileURLToPath(new URL("..", import.meta.url)),
  });
  try {
    const { run } = await engine.ask({ text: FLAGSHIP });
    const framesByPath = new Map<string, number>();
    let answer = "";
    for await (const update of engine.follow(run)) {
      if (update.kind === "frame" && update.frame.kind === "text")
        framesByPath.set(update.frame.path, (framesByPath.get(update.frame.path) ?? 0) + 1);
      if (update.kind === "event" && update.event.type === "message-add" && update.event.role === "team")
        answer = update.event.text;
    }
    checkAnswer(answer);
    expect([...framesByPath.keys()].sort()).toEqual(["", "t1", "t2", "t3"]);
    // More than one piece each: it came while it was written.
    for (const [path, frames] of framesByPath) expect(frames, path).toBeGreaterThan(1);
    checkCalls(await statsOf(server.baseURL), 1);
  } finally {
    await engine.close();
    server.close();
    rmSync(dir, { recursive: true });
  }
});
