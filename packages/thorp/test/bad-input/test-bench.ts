/**
 * A workbench for bad input: a real engine over a data folder of its own, asked as a user would, and held to what
 * must be true of every run whatever went wrong: it ends, its record has no gap, and what was recorded stays.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { errorTable } from "../../src/base/errors.ts";
import { createEngine } from "../../src/engine/create-engine.ts";
import type { EngineOptions } from "../../src/engine/engine-options.ts";
import type { AskRequest, Thorp } from "../../src/engine/thorp.ts";
import type { EventOf, EventType, RunEvent } from "../../src/events/event.ts";
import { openReadOnlyStore } from "../../src/storage/sqlite/read-only-store.ts";
import {
  type ScriptedServer,
  type ServerReply,
  type ServerRequest,
  startScriptedServer,
} from "../../src/testing/scripted-server.ts";
import { addLine, slowLookup } from "./test-tools.ts";

/** Longer than any run of these tests may take; a run that hangs fails its test by this. Milliseconds. */
const RUN_LIMIT_MS = 15_000;
/** A request that every script answers well. */
const STILL_THERE = "Are you still there?";

export interface Told {
  readonly run: string;
  readonly conversation: string;
  readonly events: readonly RunEvent[];
  readonly end: EventOf<"run-end">;
  /** What the team said last; empty when it said nothing. */
  readonly text: string;
  all<Type extends EventType>(type: Type): readonly (RunEvent & { readonly type: Type })[];
}

export interface Bench {
  readonly engine: Thorp;
  readonly dataDir: string;
  readonly workspace: string;
  /** Asks and follows to the end; checks the record of the run on the way. */
  ask(text: string, more?: Partial<AskRequest>, during?: During): Promise<Told>;
  /** The process goes on: one more request is answered as if nothing had been. */
  goesOn(more?: Partial<AskRequest>): Promise<void>;
}

/** Hears every event while the run is under way. */
export type During = (event: RunEvent, run: string) => void;

/** Opens an engine that is closed, and whose record is verified, when the test is over. */
export async function openBench(
  options: EngineOptions = {},
  from: { readonly folder?: string; readonly keep?: boolean } = {},
): Promise<Bench> {
  const folder = from.folder ?? (await newFolder());
  const dataDir = options.dataDir ?? join(folder, "data");
  const workspace = join(folder, "workspace");
  await mkdir(workspace, { recursive: true });
  const engine = await createEngine({
    dataDir,
    workspace,
    teamFolders: [join(import.meta.dirname, "teams")],
    tools: [slowLookup, addLine(folder)],
    env: {},
    timeZone: "UTC",
    ...options,
  });
  const ask: Bench["ask"] = (text, more = {}, during) => askAndFollow(engine, { text, ...more }, during);
  onTestFinished(async () => {
    await engine.close();
    if (dataDir !== "memory" && !from.keep) await checkStore(dataDir);
  });
  return {
    engine,
    dataDir,
    workspace,
    ask,
    async goesOn(more = {}) {
      const told = await ask(STILL_THERE, more);
      expect(told.end, "a second request is answered").toMatchObject({ state: "done" });
      expect(told.text).toBe("Yes.");
    },
  };
}

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "thorp-bad-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Asks, follows to the end, and holds the run to what is true of every run. */
async function askAndFollow(engine: Thorp, request: AskRequest, during?: During): Promise<Told> {
  const { run, conversation } = await engine.ask(request);
  return { conversation, ...(await followToEnd(engine, run, during)) };
}

export async function followToEnd(engine: Thorp, run: string, during?: During): Promise<Omit<Told, "conversation">> {
  const seen: RunEvent[] = [];
  for await (const update of engine.follow(run, { signal: AbortSignal.timeout(RUN_LIMIT_MS) })) {
    if (update.kind !== "event") continue;
    seen.push(update.event);
    during?.(update.event, run);
  }
  const end = seen.at(-1);
  if (end?.type !== "run-end") throw new Error(`Run ${run} has no end. Last: ${JSON.stringify(end)?.slice(0, 500)}`);
  checkRecord(seen);
  expect(await engine.events(run), "what is on disk is what was seen").toEqual(seen);
  const { run: row, failure } = await engine.showRun(run);
  expect(row).toMatchObject({ state: end.state, lastSeq: seen.length });
  expect(failure).toEqual(end.failure);
  const all = <Type extends EventType>(type: Type) =>
    seen.filter((event) => event.type === type) as (RunEvent & { readonly type: Type })[];
  const text = all("message-add").findLast((event) => event.role === "team")?.text ?? "";
  return { run, events: seen, end, text, all };
}

/** From 1 without gaps, one beginning, one end, and an end that explains itself. */
function checkRecord(events: readonly RunEvent[]): void {
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter((event) => event.type === "run-start" || event.type === "run-end")).toHaveLength(2);
  const end = events.at(-1);
  if (end?.type !== "run-end" || end.state === "done") return;
  const asksInstead = end.failure === undefined && end.state === "partial";
  if (!asksInstead)
    expect(end.failure).toEqual(
      expect.objectContaining({ code: expect.stringMatching(/^[a-z-]+$/), message: expect.stringMatching(/.{10}/) }),
    );
  expect(end.failure?.code, "a defect of ours").not.toBe("internal");
  if (end.failure !== undefined) expect(end.failure.hint ?? errorTable[end.failure.code].hint).toMatch(/.{10}/);
}

async function checkStore(dataDir: string): Promise<void> {
  const store = await openReadOnlyStore(dataDir);
  try {
    expect(await store.verify()).toEqual([]);
    for (const { id, lastSeq } of await store.runs({ limit: 1000 })) {
      const events = await store.events(id);
      expect(events.map((event) => event.seq)).toEqual(Array.from({ length: lastSeq }, (_, index) => index + 1));
      const end = events.findIndex((event) => event.type === "run-end");
      if (end >= 0) expect(events.length, "nothing stands behind the end").toBe(end + 1);
    }
  } finally {
    await store.close();
  }
}

export type Script = (request: ServerRequest, call: number) => ServerReply | undefined;

export interface Served {
  readonly server: ScriptedServer;
  /** A catalogue file: `one`, `boss`, `hand` are local models of this server, `two` is a paid one. */
  readonly catalogue: string;
}

/** Calls are counted without those of `goesOn`, which are answered here. */
export async function serve(script: Script, models: Partial<CatalogueFacts> = {}): Promise<Served> {
  let calls = 0;
  const server = await startScriptedServer({
    script: (request) => (isStillThere(request) ? { text: "Yes." } : script(request, calls++)),
  });
  onTestFinished(() => server.close());
  return { server, catalogue: await writeCatalogue({ near: server.url, far: server.url, ...models }) };
}

export interface CatalogueFacts {
  /** Where the local and the paid models are. */
  readonly near: string;
  readonly far: string;
  /** Tokens. */
  readonly context: number;
}

export async function writeCatalogue({
  near,
  far,
  context = 32_000,
}: Pick<CatalogueFacts, "near" | "far"> & Partial<CatalogueFacts>): Promise<string> {
  const file = join(await newFolder(), "models.yaml");
  const local = ["one", "boss", "hand"].map(
    (name) => `  - { id: near/${name}, context: ${context}, price: { input: 0, output: 0 } }\n`,
  );
  await writeFile(
    file,
    `providers:\n  near: { kind: openai, dialect: openai, url: "${near}/v1", tier: local, slots: 20 }\n` +
      `  far: { kind: openai, dialect: openai, url: "${far}/v1", tier: frontier, slots: 20 }\n` +
      `models:\n${local.join("")}  - { id: far/two, context: ${context}, price: { input: 1, output: 2 } }\n` +
      "aliases: { one: near/one, boss: near/boss, hand: near/hand, two: far/two }\n",
  );
  return file;
}

/** The words of the newest message of a person. */
export function askedIn({ body }: ServerRequest): string {
  const messages = (body["messages"] ?? []) as readonly { readonly role: string; readonly content: unknown }[];
  return JSON.stringify(messages.findLast((message) => message.role === "user")?.content ?? "");
}

export function hasToolResult({ body }: ServerRequest): boolean {
  return ((body["messages"] ?? []) as readonly { readonly role: string }[]).some((message) => message.role === "tool");
}

function isStillThere(request: ServerRequest): boolean {
  return askedIn(request).includes(STILL_THERE);
}
