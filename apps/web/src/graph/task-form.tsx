/** A task of a plan to be written or changed: goal, agent, capability, what it waits for. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import { useTeams } from "../chat/composer-menus.tsx";
import { useAnswer } from "../chat/use-answer.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChoiceField, TextField } from "../ui/field.tsx";
import type { PlannedTask } from "./plan-shape.ts";

const words = texts.chat.editor;
/** Whoever has it writes the result in own words. */
const IN_WORDS = "language-model";

export interface TaskFormProps {
  readonly task: PlannedTask;
  readonly team: string | undefined;
  /** Tasks that it can wait for. */
  readonly others: readonly PlannedTask[];
  /** Gets only what was changed: what somebody else changed in the same task meanwhile stays. */
  readonly onSave: (changes: Partial<PlannedTask>) => Promise<unknown>;
  readonly onDone: () => void;
}

export function TaskForm({ task: before, team, others, onSave, onDone }: TaskFormProps) {
  const [changes, setChanges] = useState<Partial<PlannedTask>>({});
  const task = { ...before, ...changes };
  const { error, isSending, send } = useAnswer();
  const agents = useTeams().find(({ name }) => name === team)?.agents ?? [];
  const { data: tools = [] } = useQuery({ queryKey: ["tools"], queryFn: () => thorp.tools() });
  const capabilities = [...new Set([task.capability, IN_WORDS, ...tools.map(({ capability }) => capability)])];
  const change = (more: Partial<PlannedTask>): void => setChanges({ ...changes, ...more });
  return (
    <form
      className="space-y-3 rounded-lg border border-line bg-ground p-3"
      aria-label={words.task}
      onSubmit={(event) => {
        event.preventDefault();
        send(() => onSave(changes).then(onDone));
      }}
    >
      <TextField
        label={texts.chat.trace.goal}
        value={task.goal}
        onChange={(event) => change({ goal: event.target.value })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <ChoiceField
          label={words.agent}
          value={task.agent}
          onChoose={(agent) => change({ agent })}
          options={[...new Set([task.agent, ...agents.map(({ name }) => name)])].map(asOption)}
        />
        <ChoiceField
          label={words.capability}
          value={task.capability}
          onChoose={(capability) => change({ capability })}
          options={capabilities.map(asOption)}
        />
      </div>
      <Needs task={task} others={others} onChange={(needs) => change({ needs })} />
      {error !== undefined && <Failure error={error} />}
      <div className="flex gap-2">
        <Button look="primary" size="small" type="submit" disabled={isSending || task.goal.trim() === ""}>
          {texts.common.save}
        </Button>
        <Button size="small" onClick={onDone}>
          {texts.common.cancel}
        </Button>
      </div>
    </form>
  );
}

function asOption(value: string) {
  return { value, label: value };
}

interface NeedsProps {
  readonly task: PlannedTask;
  readonly others: readonly PlannedTask[];
  readonly onChange: (needs: readonly string[]) => void;
}

function Needs({ task, others, onChange }: NeedsProps) {
  if (others.length === 0) return null;
  return (
    <fieldset>
      <legend className="text-xs font-medium text-dim">{texts.chat.trace.needs}</legend>
      {others.map(({ id, goal }) => (
        <label key={id} className="flex items-center gap-2 py-0.5 text-xs">
          <input
            type="checkbox"
            className="accent-accent"
            checked={task.needs.includes(id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...task.needs, id] : task.needs.filter((need) => need !== id))
            }
          />
          <span className="truncate">{goal}</span>
        </label>
      ))}
    </fieldset>
  );
}
