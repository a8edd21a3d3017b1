/** What the person thinks of an answer: a thumb, and for a bad one why. */
import type { FeedbackRequest } from "@thorp/client";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";
import { notifyFailure } from "../app/notices.ts";
import { queries } from "../app/queries.ts";
import { thorp } from "../app/thorp.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";

const words = texts.chat;

/** Replaces what the same person said before; nothing takes it back. */
export async function giveFeedback(run: string, feedback: FeedbackRequest): Promise<void> {
  await thorp.feedback.give(run, feedback);
  await queries.invalidateQueries({ queryKey: ["exchanges"] });
}

export interface FeedbackButtonsProps {
  readonly run: string;
  readonly given: FeedbackRequest | undefined;
}

export function FeedbackButtons({ run, given }: FeedbackButtonsProps) {
  const [said, setSaid] = useState(given);
  const [isAsking, setAsking] = useState(false);
  const say = (feedback: FeedbackRequest): void => {
    setSaid(feedback);
    giveFeedback(run, feedback).catch((error: unknown) => {
      setSaid(given);
      notifyFailure(error);
    });
  };
  const press = (rating: "up" | "down"): void => {
    const isBack = said?.rating === rating;
    setAsking(!isBack && rating === "down");
    say(isBack ? {} : { rating });
  };
  return (
    <>
      <Button
        look="quiet"
        size="small"
        icon={ThumbsUp}
        label={words.good}
        aria-pressed={said?.rating === "up"}
        onClick={() => press("up")}
      />
      <Button
        look="quiet"
        size="small"
        icon={ThumbsDown}
        label={words.bad}
        aria-pressed={said?.rating === "down"}
        onClick={() => press("down")}
      />
      {isAsking && (
        <ReasonForm
          onSend={(reason) => {
            setAsking(false);
            say({ rating: "down", reason });
          }}
        />
      )}
    </>
  );
}

function ReasonForm({ onSend }: { readonly onSend: (reason: string) => void }) {
  const [reason, setReason] = useState("");
  return (
    <form
      className="order-last mt-2 w-full max-w-md space-y-2 rounded-lg border border-line bg-card p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== "") onSend(reason.trim());
      }}
    >
      <p className="text-xs font-medium">{words.feedbackReason}</p>
      <div className="flex flex-wrap gap-1.5">
        {words.feedbackReasons.map((known) => (
          <Button key={known} size="small" onClick={() => onSend(known)}>
            {known}
          </Button>
        ))}
      </div>
      <div className="flex gap-2">
        <input
          autoFocus
          aria-label={words.feedbackReason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="h-7 min-w-0 flex-1 rounded-md border border-line-strong/60 bg-ground px-2 text-xs"
        />
        <Button size="small" type="submit" disabled={reason.trim() === ""}>
          {words.feedbackSend}
        </Button>
      </div>
    </form>
  );
}
