/**
 * A button whose window is loaded when it is first wanted: what hangs on it costs the first load nothing. A pointer that
 * comes near begins the loading, a press opens.
 */
import { cloneElement, type ReactElement, type ReactNode, Suspense, useState } from "react";

export interface WhenPressedProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly opens: "menu" | "dialog";
  readonly load: () => Promise<unknown>;
  /** The loaded window, already open, with the same trigger. */
  readonly children: ReactNode;
}

export function WhenPressed({ trigger, opens, load, children }: WhenPressedProps) {
  const [isWanted, setWanted] = useState(false);
  if (isWanted) return <Suspense fallback={trigger}>{children}</Suspense>;
  return cloneElement(trigger, {
    "aria-haspopup": opens,
    "aria-expanded": false,
    onPointerEnter: () => void load(),
    onClick: () => setWanted(true),
  });
}
