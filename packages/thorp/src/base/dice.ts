/** Chance as a parameter. */

/** A number in [0, 1). */
export type Dice = () => number;

/** Chance as the platform gives it; not for keys or tokens. */
export function createSystemDice(): Dice {
  return () => Math.random();
}

/** The same seed gives the same throws, on every machine (mulberry32 over an FNV-1a hash of the seed). */
export function createSeededDice(seed: string): Dice {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
