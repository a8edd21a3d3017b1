/** Every model that can be asked now, found by its name: where it runs, how much it takes in, what it costs. */
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { thorp } from "../app/thorp.ts";
import { priceText } from "../catalogue/price-text.ts";
import { countText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Waiting } from "../ui/empty.tsx";
import { tierTones } from "./tier-tones.ts";

const words = texts.chat.models;

export interface ModelListProps {
  readonly chosen: string | undefined;
  /** Undefined: the one that fits each request. */
  readonly onChoose: (model: string | undefined) => void;
}

export function ModelList({ chosen, onChoose }: ModelListProps) {
  const { data: models } = useQuery({ queryKey: ["models"], queryFn: () => thorp.models() });
  const ready = models?.filter(
    ({ obstacle, capabilities }) => obstacle === undefined && !capabilities.includes("embedding"),
  );
  return (
    <Command label={texts.chat.model} loop className="-m-3 flex flex-col">
      <Command.Input
        autoFocus
        placeholder={words.search}
        className="h-10 shrink-0 border-b border-line bg-transparent px-3 outline-none"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="p-3 text-center text-dim">{texts.app.nothingFound}</Command.Empty>
        <Entry value={texts.common.auto} isChosen={chosen === undefined} onSelect={() => onChoose(undefined)}>
          <span className="font-medium">{texts.common.auto}</span>
          <span className="text-xs text-dim">{words.autoAbout}</span>
        </Entry>
        {ready === undefined && <Waiting rows={3} label={texts.common.loading} />}
        {ready?.map(({ id, aliases, tier, context, price }) => (
          <Entry key={id} value={[id, ...aliases].join(" ")} isChosen={chosen === id} onSelect={() => onChoose(id)}>
            <span className="flex items-center gap-1.5">
              <span className="min-w-0 truncate font-medium">{id}</span>
              <Badge tone={tierTones[tier]}>{texts.common.tiers[tier]}</Badge>
            </span>
            <span className="figures text-xs text-dim">
              {words.context(countText(context))} · {priceText(price)}
            </span>
          </Entry>
        ))}
      </Command.List>
    </Command>
  );
}

interface EntryProps {
  /** What is searched, and told apart by. */
  readonly value: string;
  readonly isChosen: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

function Entry({ value, isChosen, onSelect, children }: EntryProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex items-center gap-2 rounded-sm px-2 py-1.5 aria-selected:bg-inset"
    >
      <span className="flex min-w-0 flex-1 flex-col">{children}</span>
      {isChosen && <Check aria-hidden="true" className="size-4 shrink-0 text-accent" />}
    </Command.Item>
  );
}
