/** A share with its 95 % interval. */

/** Prints `label hits/of = share [low, high]`, the interval after Wilson (1927). */
export function line(label: string, hits: number, of: number): void {
  const z = 1.96;
  const share = of === 0 ? 0 : hits / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const percent = (value: number) => (100 * Math.min(1, Math.max(0, value))).toFixed(1);
  console.log(
    `  ${label.padEnd(26)} ${`${hits}/${of}`.padStart(8)} = ${percent(share).padStart(5)} %  [${percent(middle - half)}, ${percent(middle + half)}]`,
  );
}
