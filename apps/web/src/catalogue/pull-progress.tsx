/** How far a fetch is, and a way to stop it. */
import { X } from "lucide-react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import type { PullState } from "./use-pull.ts";

const words = texts.catalogue.models;

export interface PullProgressProps {
  readonly model: string;
  readonly state: PullState;
  readonly onStop: () => void;
}

export function PullProgress({ model, state, onStop }: PullProgressProps) {
  switch (state.kind) {
    case "none":
      return null;
    case "failed":
      return <Failure error={state.error} />;
    case "done":
      return (
        <p role="status" className="text-xs text-good">
          {words.pulled(model)}
        </p>
      );
    case "fetching": {
      const { share, status } = state;
      return (
        <div className="figures flex items-center gap-2 text-xs text-dim">
          <span role="status" className="min-w-0 max-w-60 truncate">
            {status === "" ? words.pulling(model) : status}
          </span>
          <progress
            aria-label={words.pulling(model)}
            {...(share === undefined ? {} : { value: share })}
            max={1}
            className="h-1.5 min-w-16 flex-1 appearance-none overflow-hidden rounded-full bg-inset accent-accent"
          />
          {share !== undefined && <span>{Math.round(share * 100)} %</span>}
          <Button look="quiet" size="small" icon={X} label={words.stopPull} onClick={onStop} />
        </div>
      );
    }
  }
}
