/**
 * Puts the tools of all sources together and keeps them up to date.
 *
 * Nothing that a source does is fatal: one that fails, hangs or gives nonsense is a problem in the set, and what it
 * gave before stays. Whoever needs tools that do not change under his hands keeps the set that he began with.
 */
import type { Clock } from "../../base/clock.ts";
import { failureFrom } from "../../base/errors.ts";
import type { SourceFacts, ToolSet } from "../tool-set.ts";
import type { ToolProblem, ToolSource } from "../tool-source.ts";
import { toolSourceKinds } from "../tool-source.ts";
import { acceptTools } from "./accept-tools.ts";
import { type FoundTool, withDistinctNames } from "./distinct-names.ts";

/** Places that come and go: files of a folder, servers of a settings file. */
export interface ToolSourceList {
  /** The same object for a place as long as it is the same. Rejects only with the signal's reason. */
  list(signal: AbortSignal): Promise<readonly ToolSource[]>;
  /** `tell` is called after every change; the function that comes back ends that. */
  onChange?(tell: () => void): () => void;
}

/** The tools that there are, live. */
export interface ToolRegistry {
  current(): ToolSet;
  /** The places themselves, in the order of the set. */
  sources(): readonly ToolSource[];
  /** Asks the lists for their sources again, and one source or all of them for their tools. */
  refresh(source?: string): Promise<ToolSet>;
  /** Asks the lists for their sources again; only what is new among them is loaded. */
  takeStock(): Promise<ToolSet>;
  /** `tell` is called after every new set; the function that comes back ends that. */
  onChange(tell: (set: ToolSet) => void): () => void;
  /** Ends what sources started. */
  close(): Promise<void>;
}

/** Which sources, and how long they are waited for. */
export interface ToolRegistryOptions {
  readonly sources: readonly ToolSource[];
  readonly lists?: readonly ToolSourceList[];
  readonly clock: Clock;
  /** Whoever opens the registry waits this long for slow sources; they join when they are done. Default 2000 ms. */
  readonly patienceMs?: number;
}

interface Held {
  readonly source: ToolSource;
  found: readonly FoundTool[];
  problems: readonly ToolProblem[];
  isLoaded: boolean;
  /** Of the newest load: an older one that ends later is not heard. */
  turn: number;
  endWatch: (() => void) | undefined;
}

const PATIENCE_MS = 2000;
const LOADING = "is still being loaded";

/** Resolves when every source has loaded, or patience is at its end. Never rejects. */
export async function openToolRegistry(options: ToolRegistryOptions): Promise<ToolRegistry> {
  const { sources, lists = [], clock, patienceMs = PATIENCE_MS } = options;
  const closing = new AbortController();
  const heldById = new Map<string, Held>();
  const doubled = new Map<string, ToolProblem>();
  const listeners = new Set<(set: ToolSet) => void>();
  const numberOf = createNumbering();
  let set: ToolSet = { revision: 0, tools: [], sources: [], problems: [] };

  let state = "";
  const compose = (): void => {
    const next = composed([...heldById.values()], doubled, set.revision + 1);
    const nextState = stateOf([...heldById.values()], next, numberOf);
    if (nextState === state) return;
    state = nextState;
    set = next;
    for (const tell of listeners) tell(set);
  };
  const load = async (held: Held): Promise<void> => {
    const turn = ++held.turn;
    const loaded = await loadSource(held.source, closing.signal);
    if (closing.signal.aborted || turn !== held.turn || heldById.get(held.source.id) !== held) return;
    if (loaded.ok) held.found = loaded.tools.map((tool) => ({ tool, source: factsOf(held.source) }));
    held.problems = loaded.problems;
    held.isLoaded = true;
    compose();
  };
  const hold = (source: ToolSource): Held => {
    const held: Held = { source, found: [], problems: [], isLoaded: false, turn: 0, endWatch: undefined };
    heldById.set(source.id, held);
    held.endWatch = source.onChange?.(() => void load(held));
    return held;
  };
  const release = async ({ source, endWatch }: Held): Promise<void> => {
    heldById.delete(source.id);
    endWatch?.();
    await source.close?.().catch(() => {});
  };
  /** Gives what is new and has to be loaded. */
  const takeStock = async (): Promise<readonly Held[]> => {
    const listed = await Promise.all(lists.map((list) => list.list(closing.signal).catch(() => [])));
    const wanted = byId([...sources, ...listed.flat()], doubled);
    const gone = [...heldById.values()].filter(({ source }) => wanted.get(source.id) !== source);
    await Promise.all(gone.map(release));
    return [...wanted.values()].filter(({ id }) => !heldById.has(id)).map(hold);
  };
  const followOnce = async (): Promise<void> => {
    const added = await takeStock();
    if (closing.signal.aborted) return;
    compose();
    await Promise.all(added.map(load));
  };
  let following: Promise<void> = Promise.resolve();
  // One after the other: whoever asks hears of everything that was there when he asked.
  const follow = (): Promise<void> => (following = following.then(followOnce));

  const ends = lists.flatMap((list) => list.onChange?.(() => void follow()) ?? []);
  await within(clock, patienceMs, follow());
  compose();

  return {
    current: () => set,
    sources: () => [...heldById.values()].map(({ source }) => source).toSorted(compare),
    async refresh(id) {
      const added = await takeStock();
      const again = [...heldById.values()].filter(({ source }) => id === undefined || source.id === id);
      await Promise.all([...new Set([...added, ...again])].map(load));
      compose();
      return set;
    },
    takeStock: () => follow().then(() => set),
    onChange(tell) {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      for (const end of ends) end();
      listeners.clear();
      await Promise.all([...heldById.values()].map(release));
    },
  };
}

function byId(sources: readonly ToolSource[], doubled: Map<string, ToolProblem>): ReadonlyMap<string, ToolSource> {
  const wanted = new Map<string, ToolSource>();
  doubled.clear();
  for (const source of sources)
    if (wanted.has(source.id))
      doubled.set(source.id, { message: `Two places call themselves ${source.id}; only the first is used.` });
    else wanted.set(source.id, source);
  return wanted;
}

type Loaded =
  | { readonly ok: true; readonly tools: FoundTool["tool"][]; readonly problems: readonly ToolProblem[] }
  | { readonly ok: false; readonly problems: readonly ToolProblem[] };

async function loadSource(source: ToolSource, signal: AbortSignal): Promise<Loaded> {
  try {
    const { tools, problems } = await source.load(signal);
    const accepted = acceptTools(tools);
    return { ok: true, tools: [...accepted.tools], problems: [...problems, ...accepted.problems] };
  } catch (error) {
    return { ok: false, problems: [{ message: `${source.title} could not be loaded: ${failureFrom(error).message}` }] };
  }
}

async function within(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  let stopWaiting = (): void => {};
  const patience = new Promise<void>((resolve) => {
    stopWaiting = clock.after(ms, resolve);
  });
  await Promise.race([work, patience]);
  stopWaiting();
}

function composed(held: readonly Held[], doubled: ReadonlyMap<string, ToolProblem>, revision: number): ToolSet {
  const inOrder = held.toSorted((a, b) => compare(a.source, b.source));
  return {
    revision,
    tools: withDistinctNames(inOrder.flatMap(({ found }) => found)),
    sources: inOrder.map(({ source }) => factsOf(source)),
    problems: [
      ...inOrder.flatMap(({ source, problems, isLoaded }) => [
        ...problems.map((problem) => ({ source: source.id, ...problem })),
        ...(isLoaded ? [] : [{ source: source.id, message: `${source.title} ${LOADING}.` }]),
      ]),
      ...[...doubled].map(([source, problem]) => ({ source, ...problem })),
    ],
  };
}

/** What comes with Thorp first, then by id: the order does not depend on who was faster. */
function compare(a: ToolSource, b: ToolSource): number {
  const kinds = toolSourceKinds.indexOf(a.kind) - toolSourceKinds.indexOf(b.kind);
  return kinds !== 0 ? kinds : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Two sets are the same when they were made from the very same objects. */
function stateOf(held: readonly Held[], { sources, problems }: ToolSet, numberOf: (tool: object) => number): string {
  return JSON.stringify([held.map(({ found }) => found.map(({ tool }) => numberOf(tool))), sources, problems]);
}

function createNumbering(): (object: object) => number {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  return (object) => {
    const number = numbers.get(object) ?? ++last;
    numbers.set(object, number);
    return number;
  };
}

function factsOf({ id, kind, title, isShipped, team, isForeign }: ToolSource): SourceFacts {
  return {
    ...{ id, kind, title },
    ...(isShipped === undefined ? {} : { isShipped }),
    ...(team === undefined ? {} : { team }),
    ...(isForeign === undefined ? {} : { isForeign }),
  };
}
