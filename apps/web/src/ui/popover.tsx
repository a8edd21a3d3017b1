/** A small window that hangs on its button. */
import { lazy, type ReactElement, type ReactNode } from "react";
import { WhenPressed } from "./when-pressed.tsx";

const load = async () => ({ default: (await import("./radix-popover.tsx")).RadixPopover });
const RadixPopover = lazy(load);

export interface PopoverProps {
  /** One button. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly label: string;
  readonly children: ReactNode;
}

export function Popover(props: PopoverProps) {
  return (
    <WhenPressed trigger={props.trigger} opens="dialog" load={load}>
      <RadixPopover {...props} />
    </WhenPressed>
  );
}
