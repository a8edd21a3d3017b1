/**
 * How often a stream is written to while text comes. Each write costs as much as making what is written: with few
 * readers that is nothing, with hundreds it is what keeps the first words of others waiting. The first words of a text
 * never wait.
 */

/** Milliseconds. */
const USUAL_GAP = 40;
/** Still read as flowing. */
const CROWDED_GAP = 100;
const CROWD = 64;

/** Of all streams of one server. */
export interface StreamPace {
  /** Counts a stream; gives the function that ends it, once however often it is called. */
  begin(): () => void;
  /** Milliseconds from one write of a growing text to the next. */
  gap(): number;
}

/** Nothing is open yet. */
export function createStreamPace(): StreamPace {
  const open = new Set<object>();
  return {
    begin() {
      const stream = {};
      open.add(stream);
      return () => void open.delete(stream);
    },
    gap: () => (open.size > CROWD ? CROWDED_GAP : USUAL_GAP),
  };
}
