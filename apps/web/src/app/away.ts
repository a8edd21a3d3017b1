/** Whether the server answers, as the last call knows it. */
import { useSyncExternalStore } from "react";

let isAway = false;
const listeners = new Set<() => void>();

/** Told of each call: `true` when nothing came back at all. */
export function noteAway(isSilent: boolean): void {
  if (isSilent === isAway) return;
  isAway = isSilent;
  for (const listener of listeners) listener();
}

export function useIsAway(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isAway,
  );
}
