/** Figures as people read them. */

/** US dollars. */
export function moneyText(dollars: number, free: string): string {
  if (dollars === 0) return free;
  if (dollars < 0.0001) return "< $0.0001";
  return dollars < 0.01 ? `$${dollars.toFixed(4)}` : `$${dollars.toFixed(2)}`;
}

export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${rest(Math.floor(seconds % 60), "s")}`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h${rest(minutes % 60, "min")}` : `${Math.floor(hours / 24)} d${rest(hours % 24, "h")}`;
}

function rest(count: number, unit: string): string {
  return count === 0 ? "" : ` ${count} ${unit}`;
}

export function timeText(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** 1,234 as it is, 12,345 as 12.3k, 128,000 as 128k. */
export function countText(count: number): string {
  if (count < 10_000) return count.toLocaleString("en");
  const short = (divisor: number): string => (count / divisor).toFixed(1).replace(/\.0$/, "");
  return count < 1_000_000 ? `${short(1_000)}k` : `${short(1_000_000)}M`;
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} kB`;
  return bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
