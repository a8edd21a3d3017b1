/** Something that a person has to allow: rendered from what will really happen, not from what a model says about it. */
import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import type { EventOf } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";

const words = texts.chat.approval;

export interface ApprovalCardProps {
  readonly run: string;
  readonly ask: EventOf<"approval-ask">;
}

export function ApprovalCard({ run, ask }: ApprovalCardProps) {
  const { error, isSending, send } = useAnswer();
  const answer = (allow: boolean): void => send(() => thorp.runs.approve(run, ask.approval, allow));
  return (
    <section className="rounded-lg border border-warn/60 bg-card p-3" aria-label={ask.summary}>
      <div className="flex items-start gap-2">
        <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
        <div className="min-w-0 flex-1 space-y-2">
          <p className="text-xs font-medium text-dim">{words.title}</p>
          <p className="font-medium break-words">{ask.summary}</p>
          <p className="flex flex-wrap items-center gap-1.5 text-xs text-dim">
            <Badge>{ask.tool}</Badge>
            <Badge tone="warn">{ask.effect}</Badge>
            <span>
              {words.why} {ask.why}
            </span>
          </p>
          <div className="flex gap-2">
            <Button look="primary" disabled={isSending} onClick={() => answer(true)}>
              {words.allow}
            </Button>
            <Button disabled={isSending} onClick={() => answer(false)}>
              {words.deny}
            </Button>
          </div>
          {error !== undefined && <Failure error={error} />}
        </div>
      </div>
    </section>
  );
}

/** One answer at a time; a failure stays to be read, and the buttons work again. */
export function useAnswer() {
  const [error, setError] = useState<Error>();
  const [isSending, setSending] = useState(false);
  const send = (act: () => Promise<unknown>): void => {
    setSending(true);
    setError(undefined);
    act()
      .catch((thrown: unknown) => setError(thrown as Error))
      .finally(() => setSending(false));
  };
  return { error, isSending, send };
}
