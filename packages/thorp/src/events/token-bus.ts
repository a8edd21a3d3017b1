/**
 * The TokenBus seam and its in-process implementation: live frames from steps to readers.
 *
 * A reader takes what is under way from `live`: one frame per step and kind (offset 0, the text so far); deltas come to its
 * listener. Nothing is kept of a step once it has ended: its text is in the journal then.
 */
import type { TaskPath } from "./event.ts";
import type { Frame, FrameKind } from "./frame.ts";

/** Called in the publisher's turn; it must return at once and must not throw. */
export type FrameListener = (frame: Frame) => void;

/** Live text from steps to whoever watches. Losing all of it loses nothing: the journal has the final text. */
export interface TokenBus {
  publish(frame: Frame): void;
  /** Forgets the live text of a step. */
  endStep(run: string, path: TaskPath, step: string): void;
  /** The text of every step that is under way, as of now. */
  live(run: string): Iterable<Frame>;
  /** Calls back with every frame from now on. Returns the function that stops it. */
  subscribe(run: string, listener: FrameListener): () => void;
}

interface LiveText {
  attempt: number;
  readonly textByKind: Partial<Record<FrameKind, string>>;
}

/** The bus within one process. Frames of one step arrive in order. */
export function createTokenBus(): TokenBus {
  const liveByRun = new Map<string, Map<string, LiveText>>();
  const listenersByRun = new Map<string, Set<FrameListener>>();

  return {
    publish(frame) {
      remember(liveByRun, frame);
      const listeners = listenersByRun.get(frame.run);
      if (listeners !== undefined) for (const listener of listeners) listener(frame);
    },
    endStep(run, path, step) {
      const live = liveByRun.get(run);
      if (live === undefined) return;
      live.delete(`${path}#${step}`);
      if (live.size === 0) liveByRun.delete(run);
    },
    *live(run) {
      for (const [key, text] of liveByRun.get(run) ?? []) yield* snapshot(run, key, text);
    },
    subscribe(run, listener) {
      const listeners = listenersByRun.get(run) ?? new Set();
      listenersByRun.set(run, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) listenersByRun.delete(run);
      };
    },
  };
}

function remember(liveByRun: Map<string, Map<string, LiveText>>, frame: Frame): void {
  let live = liveByRun.get(frame.run);
  if (live === undefined) liveByRun.set(frame.run, (live = new Map()));
  const key = `${frame.path}#${frame.step}`;
  let text = live.get(key);
  if (text === undefined || text.attempt < frame.attempt)
    live.set(key, (text = { attempt: frame.attempt, textByKind: {} }));
  text.textByKind[frame.kind] = (text.textByKind[frame.kind] ?? "") + frame.delta;
}

function* snapshot(run: string, key: string, live: LiveText): Generator<Frame> {
  const split = key.lastIndexOf("#");
  const base = { run, path: key.slice(0, split), step: key.slice(split + 1), attempt: live.attempt, offset: 0 };
  for (const [kind, delta] of Object.entries(live.textByKind)) yield { ...base, kind: kind as FrameKind, delta };
}
