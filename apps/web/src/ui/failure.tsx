/** What went wrong, in words, with what mends it and a way to try again. */
import { CircleAlert } from "lucide-react";
import { texts } from "../texts/texts.ts";
import { Button } from "./button.tsx";

export interface FailureProps {
  readonly error: { readonly message: string; readonly hint?: string | undefined };
  readonly onRetry?: () => void;
  /** warn: part of it is there all the same. */
  readonly tone?: "bad" | "warn";
}

export function Failure({ error, onRetry, tone = "bad" }: FailureProps) {
  return (
    <div
      role="alert"
      className={`flex items-start gap-2 rounded-md px-3 py-2 ${tone === "bad" ? "bg-bad-soft text-bad" : "bg-warn-soft text-warn"}`}
    >
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="break-words">{error.message}</p>
        {error.hint !== undefined && error.hint !== "" && <p className="text-xs">{error.hint}</p>}
      </div>
      {onRetry !== undefined && (
        <Button size="small" onClick={onRetry}>
          {texts.common.tryAgain}
        </Button>
      )}
    </div>
  );
}
