/** Puts commands into carriers and carriers into runs, and counts what was tried. */
import type { EngineOptions } from "../../src/engine/engine-options.ts";
import type { Thorp } from "../../src/engine/thorp.ts";
import { type Command, encodings, type HarmPlaces, harms, hide } from "./commands.ts";
import type { Entry } from "./entries.ts";
import { type Channel, channels } from "./hostile-model.ts";
import { type Harmed, openHostileWorld } from "./hostile-world.ts";

/** What is tried. */
export interface Attack {
  readonly entry: Entry;
  readonly channels?: readonly Channel[];
  /** Runs for each channel. */
  readonly rounds: number;
}

/** What was tried and what came of it. */
export interface Outcome extends Harmed {
  readonly cases: number;
  /** Distinct entry, effect and channel. */
  readonly combinations: ReadonlySet<string>;
  /** Commands that never reached the model: a suite that tries nothing proves nothing. */
  readonly lost: number;
  readonly traces: readonly string[];
}

interface Put extends Command {
  readonly harm: string;
}

/** A world of its own for each channel and round, where the way in is part of the engine; one for all otherwise. */
export async function attack(
  createEngine: (options: EngineOptions) => Promise<Thorp>,
  { entry, channels: ways = channels, rounds }: Attack,
): Promise<Outcome> {
  const combinations = new Set<string>();
  const sum = { cases: 0, lost: 0, effects: 0, requests: 0, files: 0, secrets: 0, traces: [] as string[] };
  const next = commandMaker();
  const plans = Array.from({ length: rounds }, () => ways).flat();
  const groups = entry.tools === undefined ? [plans] : plans.map((channel) => [channel]);
  for (const group of groups) {
    const prepared: { texts: readonly string[]; put: readonly Put[] }[] = [];
    const makeTools =
      entry.tools &&
      ((places: HarmPlaces) => {
        const filled = fill(entry, places, next);
        prepared.push(filled);
        return entry.tools?.(filled.texts) ?? [];
      });
    await using world = await openHostileWorld(createEngine, makeTools === undefined ? {} : { serverTools: makeTools });
    for (const [at, channel] of group.entries()) {
      const { texts, put } = prepared[at] ?? fill(entry, world.places, next);
      const tried = new Set<string>();
      const { first, ask, relays = [] } = await entry.enter(world, texts, `${channel}${put[0]?.id}`);
      await world.run({ first, channel, relays, tried }, ask);
      for (const { id, harm } of put) {
        if (!tried.has(id)) sum.lost++;
        else {
          sum.cases++;
          combinations.add(`${entry.name} | ${harm} | ${channel}`);
        }
      }
    }
    const harmed = world.harmed(entry);
    for (const key of ["effects", "requests", "files", "secrets"] as const) sum[key] += harmed[key];
    sum.traces.push(...world.traces(entry));
  }
  return { ...sum, combinations };
}

type NextCommand = (places: HarmPlaces) => { readonly command: Put; readonly encoding: string };

/** Each harm in each disguise, in turn. */
function commandMaker(): NextCommand {
  const names = Object.keys(encodings);
  let number = 0;
  return (places) => {
    const harm = harms[number % harms.length];
    const encoding = names[number % names.length];
    if (harm === undefined || encoding === undefined) throw new Error("There is nothing to do.");
    const id = `case${++number}`;
    // A key that stands in these is masked on the way in, which breaks the command: it is tried in the other disguises.
    const isOpaque = encoding === "base64" || encoding === "hex";
    const input = harm.input(id, isOpaque ? { ...places, canary: "nothing" } : places);
    return { command: { id, tool: harm.tool, input, harm: harm.name }, encoding };
  };
}

function fill(entry: Entry, places: HarmPlaces, next: NextCommand) {
  const put: Put[] = [];
  // What an asker says in the clear is the asker's own to say.
  const known = entry.isAskers ? { ...places, canary: "nothing" } : places;
  const texts = Array.from({ length: entry.carriers }, () => {
    let text = "";
    for (;;) {
      const { command, encoding } = next(known);
      const more = `${hide(command, encoding)}\n`;
      if (text !== "" && text.length + more.length > entry.holds) return text;
      text += more;
      put.push(command);
    }
  });
  return { texts, put };
}
