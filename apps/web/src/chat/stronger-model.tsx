/** The correction of a route in one click: the same request to a stronger model. */
import { useQuery } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { thorp } from "../app/thorp.ts";
import { priceText } from "../catalogue/price-text.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { strongerThan } from "./stronger-models.ts";

const words = texts.chat;

export interface StrongerModelProps {
  readonly current: string | undefined;
  readonly onAskWith: (model: string) => void;
}

export function StrongerModel({ current, onAskWith }: StrongerModelProps) {
  const { data = [] } = useQuery({ queryKey: ["models"], queryFn: () => thorp.models() });
  const stronger = strongerThan(current, data);
  if (stronger.length === 0) return null;
  return (
    <div className="mt-3 space-y-1.5 border-t border-line pt-3">
      <h3 className="text-xs font-medium">{words.useStronger}</h3>
      <p className="text-xs text-dim">{words.useStrongerAbout}</p>
      <div className="flex flex-col gap-1">
        {stronger.map(({ id, price }) => (
          <Button key={id} size="small" icon={ArrowUp} className="justify-start" onClick={() => onAskWith(id)}>
            <span className="truncate">{id}</span>
            <span className="figures ml-auto pl-2 text-dim">{priceText(price)}</span>
          </Button>
        ))}
      </div>
    </div>
  );
}
