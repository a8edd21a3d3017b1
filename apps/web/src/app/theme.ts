/** Light, dark, or as the system has it; kept in this browser (public/theme.js sets it before the first paint). */
import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "./stored.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const isTheme = (value: unknown): value is Theme => themes.includes(value as Theme);
const listeners = new Set<() => void>();

function readTheme(): Theme {
  return readStored<Theme>("theme", "system", isTheme);
}

export function setTheme(theme: Theme): void {
  writeStored("theme", theme);
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  for (const listener of listeners) listener();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, readTheme);
}
