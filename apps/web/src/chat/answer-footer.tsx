/** Below an answer: what it cost and why, and what can be done with it. */
import type { FeedbackRequest } from "@thorp/client";
import { RotateCcw, ScanSearch } from "lucide-react";
import { Link } from "../app/link.tsx";
import { notifyFailure } from "../app/notices.ts";
import type { Story } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { FeedbackButtons, giveFeedback } from "./feedback-buttons.tsx";
import { Receipt } from "./receipt.tsx";

const words = texts.chat;

export interface AnswerFooterProps {
  readonly run: string;
  readonly story: Story;
  readonly feedback: FeedbackRequest | undefined;
  readonly onRetry: (model?: string) => void;
}

export function AnswerFooter({ run, story, feedback, onRetry }: AnswerFooterProps) {
  return (
    <div className="-ml-1.5 flex min-h-7 flex-wrap items-center">
      <CopyButton text={story.answer.text} label={words.copyAnswer} />
      <Button look="quiet" size="small" icon={RotateCcw} label={words.again} onClick={() => onRetry()} />
      <Link
        to={{ page: "run", run, tab: "overview" }}
        label={words.details}
        title={words.details}
        className="inline-flex size-7 items-center justify-center rounded-md text-dim hover:bg-inset hover:text-ink"
      >
        <ScanSearch aria-hidden="true" className="size-3.5" />
      </Link>
      <FeedbackButtons run={run} given={feedback} />
      <Receipt
        story={story}
        onAskWith={(model) => {
          // One click corrects the route: what was chosen was too weak for this kind of request.
          giveFeedback(run, { ...feedback, prefer: "stronger" }).catch(notifyFailure);
          onRetry(model);
        }}
      />
    </div>
  );
}
