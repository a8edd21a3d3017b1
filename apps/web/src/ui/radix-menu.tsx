/** A menu behind a button, from Radix: arrows, letters, Escape. Opens at once; menu.tsx is what others use. */
import * as Radix from "@radix-ui/react-dropdown-menu";
import { Check, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly onSelect: () => void;
  readonly isChosen?: boolean;
  readonly isDanger?: boolean;
  readonly hint?: string;
}

export interface MenuProps {
  /** One button. */
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
  readonly label?: string;
}

export function RadixMenu({ trigger, items, label }: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-80 min-w-44 overflow-y-auto rounded-md border border-line bg-card p-1 shadow-float"
        >
          {items.map(({ label: text, icon: Icon, onSelect, isChosen, isDanger, hint }) => (
            <Radix.Item
              key={`${text} ${hint ?? ""}`}
              onSelect={onSelect}
              className={classNames(
                "flex items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-inset",
                isDanger && "text-bad",
              )}
            >
              {Icon !== undefined && <Icon aria-hidden="true" className="size-4 shrink-0" />}
              <span className="flex-1">
                {text}
                {hint !== undefined && <span className="block text-xs text-dim">{hint}</span>}
              </span>
              {isChosen && <Check aria-hidden="true" className="size-4 text-accent" />}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
