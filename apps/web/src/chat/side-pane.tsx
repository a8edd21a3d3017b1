/** Beside the conversation where there is room, above it where there is not: the graph, a task, a file. */
import { X } from "lucide-react";
import { lazy, Suspense } from "react";
import type { Artifact } from "../story/story.ts";
import { useStory } from "../story/use-story.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Waiting } from "../ui/empty.tsx";
import { useIsWide } from "../ui/use-is-wide.ts";

const Dialog = lazy(async () => ({ default: (await import("../ui/dialog.tsx")).Dialog }));
const GraphPane = lazy(async () => ({ default: (await import("../graph/graph-pane.tsx")).GraphPane }));
const TaskTrace = lazy(async () => ({ default: (await import("../graph/task-trace.tsx")).TaskTrace }));
const ArtifactView = lazy(async () => ({ default: (await import("../artifacts/artifact-view.tsx")).ArtifactView }));

export type PaneContent =
  | { readonly kind: "graph"; readonly run: string }
  | { readonly kind: "task"; readonly run: string; readonly path: string }
  | { readonly kind: "artifact"; readonly run: string; readonly artifact: Artifact };

export interface SidePaneProps {
  readonly content: PaneContent;
  readonly onChange: (content: PaneContent) => void;
  readonly onClose: () => void;
}

export function SidePane({ content, onChange, onClose }: SidePaneProps) {
  const isWide = useIsWide();
  const title = content.kind === "artifact" ? content.artifact.title : texts.chat.pane[content.kind];
  const body = (
    <Suspense
      fallback={
        <div className="p-4">
          <Waiting label={texts.common.loading} />
        </div>
      }
    >
      <PaneBody content={content} onChange={onChange} />
    </Suspense>
  );
  if (!isWide)
    return (
      <Suspense fallback={null}>
        <Dialog title={title} isOpen isSide onClose={onClose}>
          <div className="flex min-h-0 flex-1 flex-col">{body}</div>
        </Dialog>
      </Suspense>
    );
  return (
    <aside
      aria-label={title}
      className="flex w-[42%] max-w-2xl min-w-96 shrink-0 flex-col border-l border-line bg-card"
    >
      <header className="flex h-11 shrink-0 items-center justify-between gap-2 border-b border-line pr-2 pl-4">
        <h2 className="truncate font-semibold">{title}</h2>
        <Button look="quiet" size="small" icon={X} label={texts.common.close} onClick={onClose} />
      </header>
      {body}
    </aside>
  );
}

function PaneBody({ content, onChange }: Omit<SidePaneProps, "onClose">) {
  const { run } = content;
  const { story } = useStory(run);
  switch (content.kind) {
    case "graph":
      return <GraphPane run={run} story={story} onOpenTask={(path) => onChange({ kind: "task", run, path })} />;
    case "task":
      return <TaskTrace run={run} story={story} path={content.path} onBack={() => onChange({ kind: "graph", run })} />;
    case "artifact":
      return <ArtifactView run={run} artifact={content.artifact} />;
  }
}
