/** A link inside the application: a real one for the keyboard and new tabs, without a reload for a plain click. */
import type { MouseEvent, ReactNode } from "react";
import { addressOf } from "./base-path.ts";
import { type Place, pathOf } from "./places.ts";
import { goTo } from "./use-place.ts";

export interface LinkProps {
  readonly to: Place;
  readonly children: ReactNode;
  readonly className?: string;
  readonly isCurrent?: boolean;
  readonly label?: string;
  readonly title?: string;
}

export function Link({ to, children, className, isCurrent, label, title }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <a
      href={addressOf(pathOf(to))}
      onClick={follow}
      className={className}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={label}
      title={title}
    >
      {children}
    </a>
  );
}
