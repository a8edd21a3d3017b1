/** Something that a person has to allow: rendered from what will really happen, not from what a model says about it. */
import type { Signal } from "@thorp/client";
import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import type { EventOf } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import { AllowMore } from "./allow-more.tsx";
import { ApprovalArguments } from "./approval-arguments.tsx";
import { useAnswer } from "./use-answer.ts";

const words = texts.chat.approval;

export interface ApprovalCardProps {
  readonly run: string;
  readonly ask: EventOf<"approval-ask">;
}

/** What is answered, beside which question. */
export type ApprovalAnswer = Omit<Extract<Signal, { type: "approval-answer" }>, "type" | "approval">;

export function ApprovalCard({ run, ask }: ApprovalCardProps) {
  const { error, isSending, send } = useAnswer();
  const [isDenying, setDenying] = useState(false);
  const answer = (more: ApprovalAnswer): void =>
    send(() => thorp.runs.signal(run, { type: "approval-answer", approval: ask.approval, ...more }));
  return (
    <section className="rounded-lg border border-warn/60 bg-card p-3" aria-label={ask.summary}>
      <div className="flex items-start gap-2">
        <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
        <div className="min-w-0 flex-1 space-y-2">
          <p className="text-xs font-medium text-dim">{words.title}</p>
          <p className="font-medium break-words">{ask.summary}</p>
          {(ask.diff ?? ask.input) !== undefined && <ApprovalArguments input={ask.input} diff={ask.diff} />}
          <p className="flex flex-wrap items-center gap-1.5 text-xs text-dim">
            <Badge>{ask.tool}</Badge>
            <Badge tone="warn">{ask.effect}</Badge>
            <span>
              {words.why} {ask.why}
            </span>
          </p>
          <div className="flex flex-wrap gap-2">
            <Button look="primary" disabled={isSending} onClick={() => answer({ allow: true })}>
              {words.allow}
            </Button>
            <AllowMore tool={ask.tool} stands={ask.stands ?? []} isDisabled={isSending} onAllow={answer} />
            <Button disabled={isSending} aria-expanded={isDenying} onClick={() => setDenying(true)}>
              {words.deny}
            </Button>
          </div>
          {isDenying && <DenyForm isSending={isSending} onDeny={answer} />}
          {error !== undefined && <Failure error={error} />}
        </div>
      </div>
    </section>
  );
}

interface DenyFormProps {
  readonly isSending: boolean;
  readonly onDeny: (answer: ApprovalAnswer) => void;
}

function DenyForm({ isSending, onDeny }: DenyFormProps) {
  const [reason, setReason] = useState("");
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onDeny({ allow: false, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) });
      }}
    >
      <input
        autoFocus
        aria-label={words.reason}
        placeholder={words.reason}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        className="h-9 min-w-0 flex-1 rounded-md border border-line-strong/60 bg-ground px-2"
      />
      <Button type="submit" look="danger" disabled={isSending}>
        {words.denySend}
      </Button>
    </form>
  );
}
