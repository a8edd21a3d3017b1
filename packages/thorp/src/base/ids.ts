/** Ids sort by the time they were made: a prefix, ten characters of time, ten of chance (the layout of ULID). */
import type { Clock } from "./clock.ts";
import type { Dice } from "./dice.ts";

declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** `run_` and twenty characters. Made for one request; never used again, also after the run is deleted. */
export type RunId = Brand<"RunId">;
/** `con_` and twenty characters: all runs of one conversation share it. */
export type ConversationId = Brand<"ConversationId">;
/** `msg_` and twenty characters. */
export type MessageId = Brand<"MessageId">;

/** Gives new ids; two of one source never meet, and the later one sorts behind the earlier. */
export interface Ids {
  run(): RunId;
  conversation(): ConversationId;
  message(): MessageId;
  /** For whatever else needs one: `usr` gives `usr_` and twenty characters. */
  other(prefix: string): string;
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** The order within one source holds even when the clock stands still or goes back. */
export function createIds(clock: Clock, dice: Dice): Ids {
  let lastTime = 0;
  const next = (prefix: string): string => {
    // Two ids of one millisecond still sort in the order they were made.
    lastTime = Math.max(clock.now(), lastTime + 1);
    let time = lastTime;
    let head = "";
    for (let i = 0; i < 10; i++) {
      head = ALPHABET[time % 32] + head;
      time = Math.floor(time / 32);
    }
    let tail = "";
    for (let i = 0; i < 10; i++) tail += ALPHABET[Math.floor(dice() * 32)];
    return `${prefix}_${head}${tail}`;
  };
  return {
    run: () => next("run") as RunId,
    conversation: () => next("con") as ConversationId,
    message: () => next("msg") as MessageId,
    other: next,
  };
}
