/** Short messages that come up and go: what failed, what ended elsewhere. Nothing that must be answered. */
import { useSyncExternalStore } from "react";

export interface Notice {
  readonly id: number;
  readonly tone: "plain" | "good" | "bad";
  readonly text: string;
  readonly hint?: string | undefined;
  /** A conversation to go to. */
  readonly conversation?: string;
}

const STAY_MS = { plain: 6_000, good: 6_000, bad: 15_000 } as const;
const MOST = 4;

let shown: readonly Notice[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function show(next: readonly Notice[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

export function notify(notice: Omit<Notice, "id">): void {
  const id = nextId++;
  show([...shown, { ...notice, id }].slice(-MOST));
  setTimeout(() => dismissNotice(id), STAY_MS[notice.tone]);
}

/** For calls whose failure has no place of its own on the page. */
export function notifyFailure(error: unknown): void {
  const { message, hint } = error as Error & { readonly hint?: string };
  notify({ tone: "bad", text: message, hint });
}

export function dismissNotice(id: number): void {
  show(shown.filter((notice) => notice.id !== id));
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}
