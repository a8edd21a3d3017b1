/** The card in the middle of the pages before the page. */

import type { FormEvent, ReactNode } from "react";
import { addressOf } from "../app/base-path.ts";
import { useAnswer } from "../chat/use-answer.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";

export interface LoginFrameProps {
  readonly title: string;
  readonly about: string;
  /** Rejects with what is shown then; the button waits for it. */
  readonly submit: () => Promise<void>;
  readonly button: string;
  readonly children: ReactNode;
}

export function LoginFrame({ title, about, submit, button, children }: LoginFrameProps) {
  const { error, isSending, send } = useAnswer();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    send(submit);
  };
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <form onSubmit={onSubmit} className="w-full max-w-sm space-y-4 rounded-lg border border-line bg-card p-6">
        <div className="flex items-center gap-2">
          <img src={addressOf("/icon.svg")} alt="" className="size-6" />
          <span className="font-semibold">{texts.common.product}</span>
        </div>
        <div>
          <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
          <p className="text-dim">{about}</p>
        </div>
        {children}
        {error !== undefined && <Failure error={error} />}
        <Button type="submit" look="primary" className="w-full" disabled={isSending}>
          {button}
        </Button>
      </form>
    </main>
  );
}
