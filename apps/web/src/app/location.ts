/** Where in the application one is: kept in the address, so that a reload and the back button work. */
import { useSyncExternalStore } from "react";

export type Place =
  | { readonly page: "chat"; readonly conversation?: string }
  | { readonly page: "runs" }
  | { readonly page: "run"; readonly run: string }
  | { readonly page: "teams" | "models" | "tools" };

function placeFrom(path: string): Place {
  const [first = "", second] = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  if (first === "c" && second !== undefined) return { page: "chat", conversation: second };
  if (first === "runs") return second === undefined ? { page: "runs" } : { page: "run", run: second };
  if (first === "teams" || first === "models" || first === "tools") return { page: first };
  return { page: "chat" };
}

export function pathOf(place: Place): string {
  switch (place.page) {
    case "chat":
      return place.conversation === undefined ? "/" : `/c/${encodeURIComponent(place.conversation)}`;
    case "run":
      return `/runs/${encodeURIComponent(place.run)}`;
    default:
      return `/${place.page}`;
  }
}

const listeners = new Set<() => void>();

/** `replace` when the same thing got a name: a new conversation that now has an id. */
export function goTo(place: Place, how: "push" | "replace" = "push"): void {
  const path = pathOf(place);
  if (path === window.location.pathname) return;
  if (how === "push") window.history.pushState(null, "", path);
  else window.history.replaceState(null, "", path);
  for (const listener of listeners) listener();
}

export function usePlace(): Place {
  const path = useSyncExternalStore(subscribe, () => window.location.pathname);
  return placeFrom(path);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}
