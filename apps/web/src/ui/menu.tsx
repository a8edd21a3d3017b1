/** A menu behind a button. */
import { lazy, type ReactElement } from "react";
import type { MenuItem } from "./radix-menu.tsx";
import { WhenPressed } from "./when-pressed.tsx";

const load = async () => ({ default: (await import("./radix-menu.tsx")).RadixMenu });
const RadixMenu = lazy(load);

export interface MenuProps {
  /** One button. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly items: readonly MenuItem[];
  readonly label: string;
}

export function Menu(props: MenuProps) {
  return (
    <WhenPressed trigger={props.trigger} opens="menu" load={load}>
      <RadixMenu {...props} />
    </WhenPressed>
  );
}
