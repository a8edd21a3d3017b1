/** A state as a sign and a word: the colour alone tells nobody anything. */
import {
  Ban,
  Circle,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleUser,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
} from "lucide-react";
import type { RunState, TaskState } from "../story/story.ts";
import { texts } from "../texts/texts.ts";

type State = RunState | TaskState;

const looks: Readonly<Record<State, readonly [icon: LucideIcon, colour: string]>> = {
  running: [LoaderCircle, "text-accent"],
  waiting: [Circle, "text-dim"],
  ready: [Circle, "text-dim"],
  checking: [CircleDashed, "text-accent"],
  blocked: [Hourglass, "text-warn"],
  done: [CircleCheck, "text-good"],
  partial: [CircleAlert, "text-warn"],
  failed: [CircleX, "text-bad"],
  skipped: [CircleSlash, "text-dim"],
  cancelled: [Ban, "text-dim"],
};

const forPerson: (typeof looks)[State] = [CircleUser, "text-warn"];

export interface StateMarkProps {
  readonly state: State;
  /** Only the sign is seen; the word is read out. */
  readonly isBare?: boolean;
  /** Of a run: one that waits does so for the person, a task for other tasks. */
  readonly isRun?: boolean;
}

export function StateMark({ state, isBare = false, isRun = false }: StateMarkProps) {
  const isForPerson = isRun && state === "waiting";
  const [Icon, colour] = isForPerson ? forPerson : looks[state];
  const isMoving = state === "running" || state === "checking";
  return (
    <span data-state={state} className={`inline-flex items-center gap-1 whitespace-nowrap ${colour}`}>
      <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${isMoving ? "animate-spin" : ""}`} />
      <span className={isBare ? "sr-only" : ""}>
        {isForPerson ? texts.common.waitsForYou : texts.common.states[state]}
      </span>
    </span>
  );
}
