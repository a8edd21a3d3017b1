/** The place of this window, and the way to another. */
import { useSyncExternalStore } from "react";
import { addressOf, pathIn } from "./base-path.ts";
import { type Place, pathOf, placeFrom } from "./places.ts";

const listeners = new Set<() => void>();
const here = (): string => pathIn(window.location.pathname) + window.location.search;

/** `replace` when the same thing got another name: a new conversation that now has an id, a filter that is typed. */
export function goTo(place: Place, how: "push" | "replace" = "push"): void {
  const path = pathOf(place);
  if (path === here()) return;
  if (how === "push") window.history.pushState(null, "", addressOf(path));
  else window.history.replaceState(null, "", addressOf(path));
  for (const listener of listeners) listener();
}

export function usePlace(): Place {
  const path = useSyncExternalStore(subscribe, here);
  const [before = "", search = ""] = path.split("?");
  return placeFrom(before, search);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}
