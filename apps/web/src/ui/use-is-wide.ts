/** Whether two columns fit beside the navigation. */
import { useSyncExternalStore } from "react";

const wide = "(min-width: 1100px)";

export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(wide);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(wide).matches,
  );
}
