/** A small window that hangs on its button, from Radix. Opens at once; popover.tsx is what others use. */
import * as Radix from "@radix-ui/react-popover";
import type { ReactNode } from "react";

export interface PopoverProps {
  /** One button. */
  readonly trigger: ReactNode;
  readonly label: string;
  readonly children: ReactNode;
}

export function RadixPopover({ trigger, label, children }: PopoverProps) {
  return (
    <Radix.Root defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-[min(28rem,var(--radix-popover-content-available-height))] w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md border border-line bg-card p-3 text-sm shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
