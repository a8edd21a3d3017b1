/** One program at a time in one sandbox: they share its files. */

/** Gives out turns in the order of asking. */
export type TakeTurn = () => Promise<() => void>;

/** The function that comes back ends the turn. */
export function createTurns(): TakeTurn {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = last;
    last = promise;
    await before;
    return resolve;
  };
}
