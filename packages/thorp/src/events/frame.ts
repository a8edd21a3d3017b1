/**
 * Live token frames. They are not durable: a reader gets one snapshot, then deltas, and a frame with a higher attempt
 * replaces all text of the lower one.
 */
import type { TaskPath } from "./event.ts";

export const frameKinds = ["text", "reasoning", "tool-input", "progress"] as const;
/** What the text is a piece of, as `frameKinds` lists it. */
export type FrameKind = (typeof frameKinds)[number];

/** A piece of text as a model writes it. `attempt` counts from 1. */
export interface Frame {
  readonly run: string;
  readonly path: TaskPath;
  readonly step: string;
  readonly attempt: number;
  readonly kind: FrameKind;
  /** Characters of this kind that came before in the same attempt. */
  readonly offset: number;
  readonly delta: string;
}
