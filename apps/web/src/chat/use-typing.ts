/** Who begins to type while nothing else takes letters means the request. */
import { useEffect } from "react";

export function useTyping(): void {
  useEffect(() => {
    const onKey = ({ key, ctrlKey, metaKey, altKey, defaultPrevented, isComposing }: KeyboardEvent): void => {
      // A space scrolls, and what begins with a modifier is a command.
      const isLetter = key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
      if (!isLetter || defaultPrevented || isComposing || !isFree(document.activeElement)) return;
      // The letter itself goes where the focus is when the key has been told.
      document.querySelector<HTMLElement>("[data-request]")?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/** The page itself, or the messages that somebody clicked into; not while a window is about to open. */
function isFree(active: Element | null): boolean {
  if (document.querySelector("[data-window], [role=dialog], [role=menu]") !== null) return false;
  return active === null || active === document.body || active.matches("main [data-scroll][role=region]");
}
