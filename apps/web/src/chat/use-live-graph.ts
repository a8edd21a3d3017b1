/** Opens the graph beside the conversation when a run of several tasks begins, where there is room; once a run. */
import { useEffect, useRef } from "react";
import { useStory } from "../story/use-story.ts";
import { useIsWide } from "../ui/use-is-wide.ts";
import type { PaneContent } from "./side-pane.tsx";

export function useLiveGraph(run: string | undefined, open: (content: PaneContent) => void): void {
  const isWide = useIsWide();
  const { story } = useStory(run ?? "", run !== undefined);
  const opened = useRef<string>(undefined);
  const hasGraph = story.tasks.length > 1;
  useEffect(() => {
    if (run === undefined || !isWide || !hasGraph || opened.current === run) return;
    opened.current = run;
    open({ kind: "graph", run });
  }, [run, isWide, hasGraph, open]);
}
