/** Tells of runs that end or wait while the person is elsewhere on the page: those that are shown tell of themselves. */
import { useEffect, useRef } from "react";
import { announce, turnText } from "./announce.ts";
import { notify } from "./notices.ts";
import type { Place } from "./places.ts";
import { type RunStates, statesOf, turnsSince } from "./run-turns.ts";
import { useNewestRuns } from "./use-conversations.ts";

export function useTurns(place: Place): void {
  const runs = useNewestRuns();
  const before = useRef<RunStates>(undefined);
  const here = useRef(place);
  here.current = place;
  useEffect(() => {
    if (runs === undefined) return;
    for (const { id, state, text, conversation } of turnsSince(before.current, runs)) {
      if (isShown(here.current, { id, conversation })) continue;
      announce({ run: id, state, text });
      const tone = state === "failed" ? "bad" : "plain";
      if (!document.hidden) notify({ tone, text: turnText(state, text), conversation });
    }
    before.current = statesOf(runs);
  }, [runs]);
}

function isShown(place: Place, { id, conversation }: { readonly id: string; readonly conversation: string }): boolean {
  return place.page === "chat" ? place.conversation === conversation : place.page === "run" && place.run === id;
}
