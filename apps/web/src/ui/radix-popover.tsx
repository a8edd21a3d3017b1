/** A small window that hangs on its button, from Radix. Opens at once; popover.tsx is what others use. */
import * as Radix from "@radix-ui/react-popover";
import { type ReactNode, useState } from "react";

export interface PopoverProps {
  /** One button. */
  readonly trigger: ReactNode;
  readonly label: string;
  /** A function gets what closes it. */
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

export function RadixPopover({ trigger, label, children }: PopoverProps) {
  const [isOpen, setOpen] = useState(true);
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-[min(28rem,var(--radix-popover-content-available-height))] w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md border border-line bg-card p-3 text-sm shadow-float"
        >
          {typeof children === "function" ? children(() => setOpen(false)) : children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
