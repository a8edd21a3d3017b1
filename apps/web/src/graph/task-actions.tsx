/** What can be done with a task of a plan that is not over. */
import { Pencil, RotateCcw, SkipForward, Trash2 } from "lucide-react";
import { useState } from "react";
import { useAnswer } from "../chat/use-answer.ts";
import type { Story, StoryTask } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import { possibleActions } from "./plan-shape.ts";
import { TaskForm } from "./task-form.tsx";
import { usePlan } from "./use-plan.ts";

const words = texts.chat.editor;

export interface TaskActionsProps {
  readonly run: string;
  readonly story: Story;
  readonly task: StoryTask;
}

export function TaskActions({ run, story, task }: TaskActionsProps) {
  const { view, edit } = usePlan(run, story);
  const [isEditing, setEditing] = useState(false);
  const { error, isSending, send } = useAnswer();
  const { canEdit, canSkip, canRetry } = possibleActions(task, view);
  const id = task.path;
  const planned = view?.plan.tasks.find((known) => known.id === id);
  if (view === undefined || planned === undefined || !(canEdit || canSkip || canRetry)) return null;
  const act = (op: "remove" | "skip" | "retry"): void => send(() => edit([{ op, id }]));
  if (isEditing && canEdit)
    return (
      <TaskForm
        task={planned}
        team={story.team}
        others={view.plan.tasks.filter((other) => other.id !== id)}
        onSave={(changes) => edit([{ op: "change", id, changes }])}
        onDone={() => setEditing(false)}
      />
    );
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        {canEdit && (
          <Button size="small" icon={Pencil} onClick={() => setEditing(true)}>
            {texts.common.edit}
          </Button>
        )}
        {canRetry && (
          <Button size="small" icon={RotateCcw} disabled={isSending} onClick={() => act("retry")}>
            {words.retry}
          </Button>
        )}
        {canSkip && (
          <Button size="small" icon={SkipForward} disabled={isSending} onClick={() => act("skip")}>
            {words.skip}
          </Button>
        )}
        {canEdit && (
          <Button size="small" look="danger" icon={Trash2} disabled={isSending} onClick={() => act("remove")}>
            {texts.common.remove}
          </Button>
        )}
      </div>
      {error !== undefined && <Failure error={error} />}
    </div>
  );
}
