/** What an answer cost, how long it took, which model wrote it, and why that one. */
import { lazy, Suspense } from "react";
import { durationText, moneyText } from "../parts/format.ts";
import type { Story } from "../story/story.ts";
import { answeringUse, figuresOf } from "../story/story-facts.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Waiting } from "../ui/empty.tsx";
import { Popover } from "../ui/popover.tsx";
import { tierTones } from "./tier-tones.ts";

const ReceiptDetails = lazy(async () => ({ default: (await import("./receipt-details.tsx")).ReceiptDetails }));
const words = texts.chat;

export interface ReceiptProps {
  readonly story: Story;
  readonly onAskWith: (model: string) => void;
}

export function Receipt({ story, onAskWith }: ReceiptProps) {
  const use = answeringUse(story);
  const { took, cost, outputTokens } = figuresOf(story);
  return (
    <Popover
      label={words.whyThisModel}
      trigger={
        <button
          type="button"
          title={words.whyThisModel}
          className="figures flex h-7 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-xs text-dim hover:bg-inset hover:text-ink"
        >
          <span className="sr-only">{words.whyThisModel}</span>
          {use !== undefined && (
            <>
              <Badge tone={tierTones[use.tier]}>{texts.common.tiers[use.tier]}</Badge>
              <span className="truncate">{use.model}</span>
              <span aria-hidden="true">·</span>
            </>
          )}
          <span>{moneyText(cost, texts.common.free)}</span>
          {took !== undefined && (
            <>
              <span aria-hidden="true">·</span>
              <span>{durationText(took)}</span>
            </>
          )}
          {outputTokens > 0 && <span className="max-sm:hidden">· {texts.common.tokens(outputTokens)}</span>}
        </button>
      }
    >
      <Suspense fallback={<Waiting rows={3} label={texts.common.loading} />}>
        <ReceiptDetails story={story} onAskWith={onAskWith} />
      </Suspense>
    </Popover>
  );
}
