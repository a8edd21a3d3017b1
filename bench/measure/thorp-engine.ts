/** Thorp, by its public entry, as a program embeds it: a team folder, a catalogue file, one tool of its own. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type * as thorp from "../../packages/thorp/src/index.ts";
import { type Subject, type SubjectOptions, toolDelay } from "./subject.ts";
import { LOOKED_UP, SUPERVISOR, WORKER } from "./the-job.ts";

type Entry = typeof thorp;

/** What is measured is what is shipped: the built package. */
export async function loadThorp(): Promise<Entry> {
  return (await import(new URL("../../packages/thorp/dist/index.js", import.meta.url).href)) as Entry;
}

export async function createThorpSubject({ baseURL, persist, dir }: SubjectOptions): Promise<Subject> {
  const { createEngine, defineTool } = await loadThorp();
  const workspace = join(dir, "workspace");
  mkdirSync(workspace, { recursive: true });
  const engine = await createEngine({
    dataDir: persist ? join(dir, "data") : "memory",
    teamFolders: [fileURLToPath(new URL("..", import.meta.url))],
    team: "team",
    catalogues: [writeCatalogue(dir, baseURL)],
    tools: [lookupTool(defineTool)],
    workspace,
    logger: (level, message, details) => level === "debug" || console.error(level, message, JSON.stringify(details)),
  });
  return { run: (request, onToken) => follow(engine, request, onToken), close: () => engine.close() };
}

/** The scripted server as a provider: local, free, with room for every call. Returns the file. */
export function writeCatalogue(dir: string, baseURL: string): string {
  const file = join(dir, "models.yaml");
  const model = (name: string) => `  - { id: scripted/${name}, context: 128000, price: { input: 0, output: 0 } }\n`;
  writeFileSync(
    file,
    `providers:\n  scripted: { kind: openai, dialect: openai, url: "${baseURL}", tier: local, slots: 10000 }\nmodels:\n${model(SUPERVISOR)}${model(WORKER)}`,
  );
  return file;
}

function lookupTool(defineTool: Entry["defineTool"]) {
  return defineTool({
    name: "lookup",
    capability: "lookup",
    description: "lookup",
    examples: ["look it up"],
    input: z.object({ query: z.string() }),
    effect: "read",
    repeatable: true,
    cacheable: false,
    describe: ({ query }) => ({ effect: "read", summary: `look up ${query}` }),
    async execute() {
      await sleep(toolDelay());
      return { ok: true, text: LOOKED_UP };
    },
  });
}

async function follow(engine: thorp.Thorp, text: string, onToken: (token: string) => void): Promise<string> {
  const { run } = await engine.ask({ text });
  let answer = "";
  let shown = "";
  for await (const update of engine.follow(run)) {
    if (update.kind === "frame") {
      const { path, kind, delta } = update.frame;
      if (path !== "" || kind !== "text") continue;
      shown += delta;
      onToken(delta);
    } else if (update.event.type === "message-add" && update.event.role === "team") {
      answer = update.event.text;
      // Whoever comes late to a fast answer finds it whole.
      if (shown === "") onToken(answer);
    } else if (update.event.type === "run-end" && update.event.state !== "done") {
      throw new Error(JSON.stringify(update.event));
    }
  }
  return answer;
}
