/** What an answer cost, how long it took, which model wrote it, and why that one. */
import { countText, durationText, moneyText } from "../parts/format.ts";
import type { ModelUse, Story } from "../story/story.ts";
import { answeringUse, figuresOf, modelUses } from "../story/story-facts.ts";
import { texts } from "../texts/texts.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Popover } from "../ui/popover.tsx";
import { StrongerModel } from "./stronger-model.tsx";
import { toldRoutes } from "./told-routes.ts";

const words = texts.chat;
const tones: Readonly<Record<ModelUse["tier"], Tone>> = { embedded: "plain", local: "good", frontier: "accent" };

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
              <Badge tone={tones[use.tier]}>{texts.common.tiers[use.tier]}</Badge>
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
      <ReceiptDetails story={story} />
      <StrongerModel current={use?.model} onAskWith={onAskWith} />
    </Popover>
  );
}

function ReceiptDetails({ story }: { readonly story: Story }) {
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
    </div>
  );
}

/** One choice of a model, with its reasons as they were recorded. */
export function RouteReason({ use, count = 1 }: { readonly use: ModelUse; readonly count?: number }) {
  const { agent, purpose, model, tier, reasons, propensity } = use;
  return (
    <li className="text-xs">
      <p className="flex flex-wrap items-center gap-1.5">
        <Badge tone={tones[tier]}>{texts.common.tiers[tier]}</Badge>
        <span className="font-medium break-all">{model}</span>
        <span className="text-dim">
          {words.routeOf(agent, purpose)}
          {count > 1 && ` × ${count}`}
        </span>
      </p>
      <p className="mt-0.5 text-dim">
        {reasons.join("; ")}
        {propensity < 1 && ` (${words.chance(Math.round(propensity * 100))})`}
      </p>
    </li>
  );
}
