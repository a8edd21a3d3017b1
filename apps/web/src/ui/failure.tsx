/** What went wrong, in words, with what mends it and a way to try again. */
import { CircleAlert } from "lucide-react";
import { Fragment } from "react";
import { texts } from "../texts/texts.ts";
import { Button } from "./button.tsx";

export interface FailureProps {
  readonly error: { readonly message: string; readonly code?: string; readonly hint?: string | undefined };
  readonly onRetry?: () => void;
  /** warn: part of it is there all the same. */
  readonly tone?: "bad" | "warn";
}

export function Failure({ error, onRetry, tone = "bad" }: FailureProps) {
  const hint = hintFor(error);
  return (
    <div
      role="alert"
      className={`flex items-start gap-2 rounded-md px-3 py-2 ${tone === "bad" ? "bg-bad-soft text-bad" : "bg-warn-soft text-warn"}`}
    >
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="break-words first-letter:uppercase">{error.message}</p>
        {hint !== "" && (
          <p className="text-xs">
            {hint.split(/`([^`]+)`/).map((part, index) => (
              <Fragment key={index}>{index % 2 === 1 ? <code>{part}</code> : part}</Fragment>
            ))}
          </p>
        )}
      </div>
      {onRetry !== undefined && (
        <Button size="small" onClick={onRetry}>
          {texts.common.tryAgain}
        </Button>
      )}
    </div>
  );
}

const ownHints: Readonly<Record<string, string>> = texts.common.hints;

/** Nobody on a page can give a command another option. */
function hintFor({ code, hint = "" }: FailureProps["error"]): string {
  return /\s--\w/.test(hint) ? (ownHints[code ?? ""] ?? hint) : hint;
}
