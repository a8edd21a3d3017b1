/** A task more, while the plan is not over. */
import { Plus } from "lucide-react";
import { useState } from "react";
import type { Story } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { freeTaskId } from "./plan-shape.ts";
import { TaskForm } from "./task-form.tsx";
import { usePlan } from "./use-plan.ts";

export function AddTask({ run, story }: { readonly run: string; readonly story: Story }) {
  const { view, edit } = usePlan(run, story);
  const [isOpen, setOpen] = useState(false);
  if (view === undefined || view.state === "ended") return null;
  if (!isOpen)
    return (
      <Button size="small" icon={Plus} onClick={() => setOpen(true)}>
        {texts.chat.editor.add}
      </Button>
    );
  const [first] = view.plan.tasks;
  const task = {
    id: freeTaskId(view.plan),
    goal: "",
    agent: first?.agent ?? "",
    capability: first?.capability ?? "",
    needs: [],
    priority: 0,
    optional: false,
  };
  return (
    <TaskForm
      task={task}
      team={story.team}
      others={view.plan.tasks}
      onSave={(changes) => edit([{ op: "add", task: { ...task, ...changes } }])}
      onDone={() => setOpen(false)}
    />
  );
}
