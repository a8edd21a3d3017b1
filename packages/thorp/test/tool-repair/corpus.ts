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
  return readCases("broken-calls.jsonl");
}

/**
 * Round five: written before its writer had read the repair or the corpus, and frozen before it was first measured.
 * Cases with an even number are for mending. Those with an odd one are counted, and no mend may come from them.
 */
export function readRoundFive(half: "dev" | "held-out"): readonly BrokenCall[] {
  return readCases("round-five.jsonl").filter(({ id }) => (Number(id.slice(1)) % 2 === 0) === (half === "dev"));
}

function readCases(file: string): readonly BrokenCall[] {
  return readFileSync(join(import.meta.dirname, file), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as BrokenCall);
}

/** Seeded by the id alone: a new case changes no other's half. */
export function halfOf({ id, half }: Pick<BrokenCall, "id" | "half">): "dev" | "held-out" {
  return half ?? (Number.parseInt(contentHash(`half ${id}`).slice(0, 8), 16) % 2 === 0 ? "dev" : "held-out");
}
