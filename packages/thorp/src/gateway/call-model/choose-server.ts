/**
 * Which of several servers of one model takes a call: the least busy one that is well; among equally busy ones the one
 * that holds the run's prompt in its cache, then the one that begins to answer soonest, then by dice.
 */
import type { Clock } from "../../base/clock.ts";
import type { Dice } from "../../base/dice.ts";
import type { ModelInfo } from "./model-directory.ts";
import type { ServerLoad } from "./model-queue.ts";

/** What a choice is made for. */
export interface ServerRequest {
  readonly model: Pick<ModelInfo, "id" | "line" | "servers">;
  readonly run: string;
  /** Servers that have failed this call already: only asked again when no other is left. */
  readonly avoid: ReadonlySet<string>;
}

/** Chooses, and remembers what it is told. No call throws. */
export interface ServerChooser {
  /** Chooses among servers with a free slot; undefined when those that may take the call are all busy. */
  choose(free: readonly ServerLoad[], request: ServerRequest): string | undefined;
  /** Whether a server that is well and not to be avoided is there, busy or not. */
  hasAnother(request: ServerRequest): boolean;
  /** `firstTokenMs`: from the call to its first token. */
  noteServed(request: Omit<ServerRequest, "avoid">, server: string, firstTokenMs: number): void;
  /** The server does not have the model: it is not asked for it for a while. */
  noteLacking(model: Pick<ModelInfo, "id">, server: string): void;
}

/** What a chooser works with. */
export interface ServerChooserOptions {
  readonly clock: Clock;
  readonly dice: Dice;
  /** Whether calls may go to a server, as far as its health is known. */
  readonly admits: (server: string) => boolean;
}

/** Somebody may fetch the model meanwhile. Milliseconds. */
const LACKING_MS = 60_000;
const MOST_RUNS = 1000;
/** Share of the newest figure in the average. */
const NEWEST = 0.3;
/** Averages that differ by less say nothing. */
const ALIKE = 1.25;

/** Knows nothing of any server yet. */
export function createServerChooser({ clock, dice, admits }: ServerChooserOptions): ServerChooser {
  const lackingUntil = new Map<string, number>();
  const firstTokenMs = new Map<string, number>();
  const lastServerOfRun = new Map<string, string>();

  const isWell = (model: string, server: string): boolean =>
    admits(server) && (lackingUntil.get(`${model} ${server}`) ?? 0) <= clock.now();
  /** All, where none is well: a call that has no better place finds out for itself. */
  const eligible = ({ model, avoid }: ServerRequest): readonly string[] => {
    const well = model.servers.filter((server) => isWell(model.id, server));
    const fresh = (well.length > 0 ? well : model.servers).filter((server) => !avoid.has(server));
    return fresh.length > 0 ? fresh : well.length > 0 ? well : model.servers;
  };

  return {
    choose(free, request) {
      const { model, run } = request;
      if (model.servers.length === 1) return free[0]?.server;
      const allowed = eligible(request);
      const loads = free.filter(({ server }) => allowed.includes(server));
      const least = Math.min(...loads.map(loadOf));
      const idle = loads.filter((load) => loadOf(load) === least).map(({ server }) => server);
      const cached = lastServerOfRun.get(`${run} ${model.line}`);
      if (cached !== undefined && idle.includes(cached)) return cached;
      const msOf = (server: string) => firstTokenMs.get(`${model.id} ${server}`) ?? 0;
      const best = Math.min(...idle.map(msOf));
      const quick = idle.filter((server) => msOf(server) <= best * ALIKE);
      return quick[Math.floor(dice() * quick.length)];
    },
    hasAnother: ({ model, avoid }) => model.servers.some((server) => !avoid.has(server) && isWell(model.id, server)),
    noteServed({ model, run }, server, ms) {
      if (model.servers.length === 1) return;
      const key = `${model.id} ${server}`;
      const before = firstTokenMs.get(key);
      firstTokenMs.set(key, before === undefined ? ms : before + NEWEST * (ms - before));
      lackingUntil.delete(key);
      const place = `${run} ${model.line}`;
      lastServerOfRun.delete(place);
      lastServerOfRun.set(place, server);
      if (lastServerOfRun.size > MOST_RUNS) lastServerOfRun.delete(lastServerOfRun.keys().next().value ?? "");
    },
    noteLacking(model, server) {
      lackingUntil.set(`${model.id} ${server}`, clock.now() + LACKING_MS);
    },
  };
}

function loadOf({ running, slots }: ServerLoad): number {
  return running / slots;
}
