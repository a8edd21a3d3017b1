/** One choice of a model, with its reasons as they were recorded. */
import type { ModelUse } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { tierTones } from "./tier-tones.ts";

const words = texts.chat;

export function RouteReason({ use, count = 1 }: { readonly use: ModelUse; readonly count?: number }) {
  const { agent, purpose, model, tier, reasons, propensity } = use;
  return (
    <li className="text-xs">
      <p className="flex flex-wrap items-center gap-1.5">
        <Badge tone={tierTones[tier]}>{texts.common.tiers[tier]}</Badge>
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
