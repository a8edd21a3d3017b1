/** Keys that work on every page. Single letters are left to those who write. */
import { useEffect } from "react";

export interface Shortcuts {
  readonly palette: () => void;
  readonly newConversation: () => void;
  readonly focusRequest: () => void;
  readonly list: () => void;
}

const isMac = typeof navigator !== "undefined" && /Mac|iP(?:hone|ad)/.test(navigator.platform);

/** How the key is called on this machine. */
export const modifier = isMac ? "⌘" : "Ctrl";

export function useShortcuts({ palette, newConversation, focusRequest, list }: Shortcuts): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isModified = isMac ? event.metaKey : event.ctrlKey;
      const key = event.key.toLowerCase();
      const action =
        isModified && !event.shiftKey && key === "k"
          ? palette
          : isModified && event.shiftKey && key === "o"
            ? newConversation
            : isModified && key === "/"
              ? list
              : event.shiftKey && key === "escape"
                ? focusRequest
                : undefined;
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [palette, newConversation, focusRequest, list]);
}
