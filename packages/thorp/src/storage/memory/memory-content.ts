/** What a Store in memory holds, and how it changes. */
import { stableStringify } from "../../base/json.ts";
import { type MicroDollars, noMoney } from "../../base/money.ts";
import type { RunEvent } from "../../events/event.ts";
import { blobsNamedIn } from "../blob-references.ts";
import { isScopeOfRun, spendOf } from "../spend-of-run.ts";
import type {
  AppendEvent,
  LineageRow,
  MessageRow,
  RunFilter,
  RunRow,
  StoreReads,
  TermsSum,
  ToolCallRow,
} from "../store.ts";
import { addTerms, sumTerms, withoutKept } from "../terms-sums.ts";
import { createMemoryProjection, type MemoryProjection, type StoredRun } from "./memory-projection.ts";
import { toolUsageOf } from "./memory-tool-usage.ts";
import { usageOf } from "./memory-usage.ts";

/** What is left of a run. `at` is in milliseconds since 1970. */
interface Tombstone {
  readonly at: number;
  readonly conversation: string;
  readonly row: LineageRow;
}

/** Everything a store in memory holds; it grows until the process ends or runs are deleted. */
export interface MemoryContent {
  /** In the order of their first commit. */
  readonly events: Map<string, RunEvent[]>;
  readonly messages: Map<string, MessageRow[]>;
  /** When each run was deleted that is no more. */
  readonly deleted: Map<string, Tombstone>;
  readonly blobs: Map<string, Uint8Array>;
  readonly teams: Map<string, Readonly<Record<string, string>>>;
  /** Money of runs that were deleted. */
  readonly carriedSpend: Map<string, number>;
  /** What they asked of providers. */
  carriedTerms: readonly TermsSum[];
  projection: MemoryProjection;
}

/** Empty. */
export function createMemoryContent(): MemoryContent {
  return {
    events: new Map(),
    messages: new Map(),
    deleted: new Map(),
    blobs: new Map(),
    teams: new Map(),
    carriedSpend: new Map(),
    carriedTerms: [],
    projection: createMemoryProjection(),
  };
}

/** Numbers an event, keeps it and lets the rows follow; undefined when its run was deleted. */
export function commitEvent(
  { events, messages, deleted, projection }: MemoryContent,
  { run, at, body }: AppendEvent,
): RunEvent | undefined {
  if (deleted.has(run)) return undefined;
  let journal = events.get(run);
  if (journal === undefined) events.set(run, (journal = []));
  const seq = journal.length + 1;
  const event: RunEvent = { ...body, run, seq, at };
  journal.push(event);
  projection.project({ run, seq, at, body });
  if (body.type === "message-add") {
    const conversation = projection.runs.get(run)?.conversation;
    if (conversation !== undefined) {
      const { role, text, labels, citations, credits } = body;
      const notes = { ...(citations && { citations }), ...(credits && { credits }) };
      const row: MessageRow = { run, conversation, role, text, labels, ...notes, at };
      const rows = messages.get(conversation);
      if (rows) rows.push(row);
      else messages.set(conversation, [row]);
    }
  }
  return event;
}

/** The reading half of the seam. */
export function readsOf(content: MemoryContent): StoreReads {
  const rowOf = ({ once: _, ...run }: StoredRun): RunRow => ({
    ...run,
    lastSeq: content.events.get(run.id)?.length ?? 0,
    cost: (content.projection.modelCalls.get(run.id) ?? []).reduce((sum, call) => sum + call.cost, 0) as MicroDollars,
  });
  return {
    events: async (run, after = 0, limit = Infinity) =>
      content.events.get(run)?.slice(Math.max(0, after), Math.max(0, after) + limit) ?? [],
    async run(id) {
      const row = content.projection.runs.get(id);
      return row && rowOf(row);
    },
    async runs({ limit = 50, before, ...wanted } = {}) {
      const ids = [...content.events.keys()];
      const end = before === undefined ? -1 : ids.indexOf(before);
      const older = before === undefined ? ids : end >= 0 ? ids.slice(0, end) : ids.filter((id) => id < before);
      return older
        .reverse()
        .flatMap((id) => content.projection.runs.get(id) ?? [])
        .filter((row) => fits(row, wanted))
        .slice(0, limit)
        .map(rowOf);
    },
    async openCalls() {
      return [...content.projection.calls].flatMap(([id, { endedAt }]) => (endedAt === undefined ? [id] : []));
    },
    async lineage(conversation) {
      const there = [...content.projection.runs.values()].filter((row) => row.conversation === conversation);
      const gone = [...content.deleted.values()].filter((stone) => stone.conversation === conversation);
      const rows = [...there.map((row) => lineageRowOf(row, false)), ...gone.map(({ row }) => row)];
      return rows.sort((a, b) => (a.run < b.run ? -1 : 1));
    },
    async runOnce(key) {
      for (const { id, once } of content.projection.runs.values())
        if (once?.key === key) return { run: id, digest: once.digest };
      return undefined;
    },
    feedback: async (run) => [...(content.projection.feedback.get(run) ?? [])],
    tasks: async (run) => [...(content.projection.tasks.get(run)?.values() ?? [])],
    modelCalls: async (run) => [...(content.projection.modelCalls.get(run) ?? [])],
    messages: async (conversation) =>
      (content.messages.get(conversation) ?? []).map((row) => {
        const undoneAfter = content.projection.runs.get(row.run)?.undoneAfter;
        return undoneAfter === undefined ? row : { ...row, undoneAfter };
      }),
    usage: async (window) => usageOf(content.projection, window),
    toolUsage: async () => toolUsageOf(content.projection),
    termsSums: async () => addTerms([...sumTerms(allCalls(content)), ...content.carriedTerms]),
    termsCalls: async ({ provider, run, limit = 50 } = {}) =>
      allCalls(content)
        .filter(({ terms }) => terms !== undefined && (provider === undefined || terms.provider === provider))
        .filter((call) => run === undefined || call.run === run)
        .reverse()
        .sort((one, other) => other.at - one.at)
        .slice(0, limit),
    spend: async () => [...content.projection.spend.values()].sort((a, b) => (a.scope < b.scope ? -1 : 1)),
    blob: async (hash) => content.blobs.get(hash)?.slice(),
    runsOfBlob: async (hash) =>
      [...content.events].flatMap(([run, journal]) =>
        journal.some((event) => JSON.stringify(event).includes(`"blob":"${hash}"`)) ? [run] : [],
      ),
    team: async (hash) => content.teams.get(hash),
  };
}

/** In the order of their runs. */
function allCalls({ projection }: MemoryContent): readonly ToolCallRow[] {
  return [...projection.toolCalls.values()].flat();
}

function fits(row: StoredRun, { conversation, unfinished, owner, state, team, text }: RunFilter): boolean {
  return (
    (owner === undefined || row.owner === owner) &&
    (conversation === undefined || row.conversation === conversation) &&
    (!unfinished || row.endedAt === undefined) &&
    (state === undefined || row.state === state) &&
    (team === undefined || row.team === team) &&
    (text === undefined || row.text.toLowerCase().includes(text.toLowerCase()))
  );
}

function lineageRowOf({ id, after, undoneAfter }: StoredRun, isDeleted: boolean): LineageRow {
  return {
    run: id,
    ...(after === undefined ? {} : { after }),
    ...(undoneAfter === undefined || isDeleted ? {} : { undoneAfter }),
    isDeleted,
  };
}

/** See `Store.deleteRun`. `now` is the time of the deletion. */
export function removeRun(content: MemoryContent, id: string, now: number): void {
  const { events, messages, deleted, blobs, carriedSpend, projection } = content;
  const journal = events.get(id);
  if (journal === undefined) return;
  events.delete(id);
  const gone = projection.runs.get(id);
  deleted.set(id, {
    at: now,
    conversation: gone?.conversation ?? "",
    row: gone === undefined ? { run: id, isDeleted: true } : lineageRowOf(gone, true),
  });
  for (const { scope, spent, reserved } of spendOf(journal)) {
    const row = projection.spend.get(scope);
    if (isScopeOfRun(scope, id)) projection.spend.delete(scope);
    else if (row) {
      projection.spend.set(scope, { ...row, reserved: (row.reserved - reserved) as MicroDollars });
      carriedSpend.set(scope, (carriedSpend.get(scope) ?? 0) + spent);
    }
  }
  const asked = withoutKept(sumTerms(projection.toolCalls.get(id) ?? []));
  content.carriedTerms = addTerms([...content.carriedTerms, ...asked]);
  const conversation = projection.runs.get(id)?.conversation ?? "";
  messages.set(conversation, messages.get(conversation)?.filter((message) => message.run !== id) ?? []);
  projection.forget(id);
  for (const hash of blobsNamedIn(stableStringify(journal))) if (!isNamed(content, hash)) blobs.delete(hash);
}

function isNamed({ events }: MemoryContent, hash: string): boolean {
  const name = `"blob":"${hash}"`;
  return [...events.values()].some((journal) => journal.some((event) => JSON.stringify(event).includes(name)));
}

/** The rows as the events say they should be. */
export function rebuildProjection({ events, carriedSpend }: MemoryContent): MemoryProjection {
  const projection = createMemoryProjection();
  for (const [scope, spent] of carriedSpend)
    projection.spend.set(scope, { scope, spent: spent as MicroDollars, reserved: noMoney });
  for (const journal of events.values())
    for (const { run, seq, at, ...body } of journal) projection.project({ run, seq, at, body });
  return projection;
}
