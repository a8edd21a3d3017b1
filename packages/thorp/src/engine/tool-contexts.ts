/** The world of a tool call: the run's folders, its attachments, results of earlier tasks, and a record of changes. */
import { readFile } from "node:fs/promises";
import type { Clock } from "../base/clock.ts";
import { type Json, parseJson } from "../base/json.ts";
import type { StepRun } from "../events/run-context.ts";
import { askerOf } from "../gateway/call-model/run-facts.ts";
import type { CallToolServices, ToolContextRequest } from "../gateway/call-tool/call-tools.ts";
import type { Store } from "../storage/store.ts";
import type { GuardedFetch } from "../tools/context/guarded-fetch.ts";
import { createToolContext } from "../tools/context/tool-context.ts";
import type { KnowledgeLibrary } from "../tools/knowledge/knowledge-library.ts";
import type { ToolContext } from "../tools/tool.ts";
import type { NeededValues } from "./needed-values.ts";
import type { SandboxMakers } from "./sandboxes.ts";

/** What the contexts of all calls share. */
export interface ToolContextServices {
  readonly clock: Clock;
  readonly store: Pick<Store, "blob" | "putBlob">;
  readonly guardedFetch: GuardedFetch;
  readonly knowledge: KnowledgeLibrary;
  readonly needed: Pick<NeededValues, "valueOf">;
  readonly sandboxes: Pick<SandboxMakers, "makers">;
}

/**
 * Each call gets a context of its own. A change of a file that exists is committed as `file-change` before it happens.
 */
export function toolContexts({
  clock,
  store,
  guardedFetch,
  knowledge,
  needed,
  sandboxes: { makers },
}: ToolContextServices): CallToolServices["toolContext"] {
  return async ({ run, step, tool, inputs, shelf, uncaged, signal }) => {
    const { request } = run;
    const attachments = new Map(
      request.attachments.map((attachment) => [
        attachment.name,
        async () => (await store.blob(attachment.blob)) ?? new Uint8Array(),
      ]),
    );
    const context = createToolContext({
      clock,
      timeZone: request.timeZone,
      signal,
      key: step.key,
      workspace: request.workspace,
      out: request.out,
      attachments,
      guardedFetch,
      needed: (name) => needed.valueOf(tool, name, askerOf(run)),
      openSandbox: (kind, wish) => makers[kind === "javascript" ? "javascript" : uncaged ? "bare" : "cage"].open(wish),
      readResult: (id) => readInput(inputs, id, store),
      ...(shelf === undefined
        ? {}
        : { shelf: { skills: shelf.skills, searchKnowledge: (query) => knowledge.search(shelf, query, signal) } }),
      progress: (text) => step.frame("progress", text),
    });
    return recordChanges(context, step, store);
  };
}

/** Every file that is made or changed stands in the journal with what was there before, so that it can be undone. */
function recordChanges(context: ToolContext, step: StepRun, store: Pick<Store, "putBlob">): ToolContext {
  const noted = new Set<string>();
  const note = async (file: string, isNew: boolean): Promise<void> => {
    if (noted.has(file)) return;
    noted.add(file);
    const bytes = isNew ? undefined : await readFile(file).catch(() => undefined);
    const before = bytes === undefined ? undefined : await store.putBlob(bytes);
    step.note({ type: "file-change", file, ...(before === undefined ? {} : { before }) });
    if (!isNew) await step.committed();
  };
  return {
    ...context,
    async resolvePath(path, options) {
      const file = await context.resolvePath(path, options);
      if (options?.forWriting) await note(file, false);
      return file;
    },
    async createFile(file) {
      const artifact = await context.createFile(file);
      if (artifact.file !== undefined) await note(artifact.file, true);
      return artifact;
    },
  };
}

async function readInput(
  inputs: ToolContextRequest["inputs"],
  id: string,
  store: Pick<Store, "blob">,
): ReturnType<ToolContext["readResult"]> {
  const input = inputs.find((candidate) => candidate.id === id);
  if (input !== undefined) {
    const { text, artifacts, sources, labels } = input;
    return { text, artifacts, sources, labels, ...(input.data === undefined ? {} : { data: input.data }) };
  }
  const owner = inputs.find((candidate) => candidate.artifacts.some((own) => own.id === id));
  const artifact = owner?.artifacts.find((candidate) => candidate.id === id);
  if (owner === undefined || artifact === undefined) return undefined;
  const bytes = artifact.blob === undefined ? await readFile(artifact.file ?? "") : await store.blob(artifact.blob);
  const text = Buffer.from(bytes ?? new Uint8Array()).toString("utf8");
  const data = artifact.mediaType === "application/json" ? (parseJson(text) as Json | undefined) : undefined;
  return {
    text,
    artifacts: [artifact],
    sources: owner.sources,
    labels: owner.labels,
    ...(data === undefined ? {} : { data }),
  };
}
