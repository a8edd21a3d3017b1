/** Escape, where nothing nearer took it: a menu, a dialog, a list. */
import { useEffect, useRef } from "react";

export function useEscape(action: (() => void) | undefined): void {
  const current = useRef(action);
  current.current = action;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.shiftKey && !event.defaultPrevented) current.current?.();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
