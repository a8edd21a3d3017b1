/** The card in the middle of the pages before the page. */

import type { FormEvent, ReactNode } from "react";
import { addressOf } from "../app/base-path.ts";
import { texts } from "../texts/texts.ts";

export interface LoginFrameProps {
  readonly title: string;
  readonly about: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

export function LoginFrame({ title, about, onSubmit, children }: LoginFrameProps) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <form onSubmit={submit} className="w-full max-w-sm space-y-4 rounded-lg border border-line bg-card p-6">
        <div className="flex items-center gap-2">
          <img src={addressOf("/icon.svg")} alt="" className="size-6" />
          <span className="font-semibold">{texts.common.product}</span>
        </div>
        <div>
          <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
          <p className="text-dim">{about}</p>
        </div>
        {children}
      </form>
    </main>
  );
}
