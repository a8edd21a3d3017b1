/** Durations as people write them in a team's files: `500ms`, `30s`, `2m`, `1.5h`. */

/** A number and its unit. */
export const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

const MS_PER_UNIT = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** Milliseconds, rounded; undefined when the text is no duration or means no time at all. */
export function durationMs(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  const ms = Math.round(Number(match[1]) * MS_PER_UNIT[match[2] as keyof typeof MS_PER_UNIT]);
  return ms > 0 && Number.isSafeInteger(ms) ? ms : undefined;
}
