/** The corpus of broken calls, and its two halves: one to tune with, one that only measures. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { contentHash, type Json } from "../../src/base/json.ts";

export interface MeantCall {
  readonly tool: string;
  readonly input: Json;
}

export interface BrokenCall {
  readonly id: string;
  /** The family of models that writes like this. */
  readonly model: string;
  readonly kind: string;
  /** As the server's tool-call field carried it. */
  readonly call?: { readonly tool: string; readonly input: string };
  /** Or as text. */
  readonly text?: string;
  readonly finish?: "length";
  /** `refuse`: there was no call, or guessing would be wrong. */
  readonly means: readonly MeantCall[] | "refuse";
  /** What may be shown of the text. */
  readonly rest?: string;
  /** Fixed for cases that were added later; chance decided about the others. */
  readonly half?: "dev" | "held-out";
}

export function readCorpus(): readonly BrokenCall[] {
  return readFileSync(join(import.meta.dirname, "broken-calls.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as BrokenCall);
}

/** Seeded by the id alone: a new case changes no other's half. */
export function halfOf({ id, half }: Pick<BrokenCall, "id" | "half">): "dev" | "held-out" {
  return half ?? (Number.parseInt(contentHash(`half ${id}`).slice(0, 8), 16) % 2 === 0 ? "dev" : "held-out");
}
