/** What hangs on a receipt: all figures of a run, and why which model was taken. Loaded when it is first opened. */
import { countText, durationText, moneyText } from "../parts/format.ts";
import type { Story } from "../story/story.ts";
import { answeringUse, figuresOf, modelUses } from "../story/story-facts.ts";
import { texts } from "../texts/texts.ts";
import { RouteReason } from "./route-reason.tsx";
import { StrongerModel } from "./stronger-model.tsx";
import { toldRoutes } from "./told-routes.ts";

const words = texts.chat;

export interface ReceiptDetailsProps {
  readonly story: Story;
  readonly onAskWith: (model: string) => void;
}

export function ReceiptDetails({ story, onAskWith }: ReceiptDetailsProps) {
  const { took, cost, inputTokens, outputTokens, cachedTokens, calls } = figuresOf(story);
  const tokens = words.tokensInOut(countText(inputTokens), countText(outputTokens));
  const rows: readonly (readonly [name: string, value: string])[] = [
    [words.cost, moneyText(cost, texts.common.free)],
    ...(took === undefined ? [] : [[words.took, durationText(took)] as const]),
    [words.tokens, cachedTokens > 0 ? `${tokens}, ${words.cached(countText(cachedTokens))}` : tokens],
    [words.calls, String(calls)],
  ];
  return (
    <div className="space-y-3">
      <dl className="figures grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-xs">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-dim">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3 className="text-xs font-medium">{words.whyThisModel}</h3>
      <ul className="space-y-2">
        {toldRoutes(modelUses(story)).map(({ use, count }) => (
          <RouteReason key={`${use.path}#${use.step}`} use={use} count={count} />
        ))}
      </ul>
      <StrongerModel current={answeringUse(story)?.model} onAskWith={onAskWith} />
    </div>
  );
}
