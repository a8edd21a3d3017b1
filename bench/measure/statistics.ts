/** Several measurements of one thing. */

export interface Sample {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Throws for an empty list. */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted.at(-1);
  const low = sorted[0];
  const upper = sorted[middle];
  if (low === undefined || high === undefined || upper === undefined) throw new Error("no measurement");
  return { median: sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2, low, high };
}

/** `2.31 (2.10-2.48)`. */
export function show({ median, low, high }: Sample, digits = 2): string {
  return low === high
    ? median.toFixed(digits)
    : `${median.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}
