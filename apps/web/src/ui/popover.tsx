/** A small window that hangs on its button. */
import { lazy, type ReactElement } from "react";
import type { PopoverProps as RadixPopoverProps } from "./radix-popover.tsx";
import { WhenPressed } from "./when-pressed.tsx";

const load = async () => ({ default: (await import("./radix-popover.tsx")).RadixPopover });
const RadixPopover = lazy(load);

export interface PopoverProps extends RadixPopoverProps {
  /** One button. */
  readonly trigger: ReactElement<Record<string, unknown>>;
}

export function Popover(props: PopoverProps) {
  return (
    <WhenPressed trigger={props.trigger} opens="dialog" load={load}>
      <RadixPopover {...props} />
    </WhenPressed>
  );
}
