/** Buttons in four weights. An icon alone needs a `label`, which is also what a pointer that rests on it reads. */
import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { classNames } from "./class-names.ts";

type Look = "primary" | "plain" | "quiet" | "danger";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly size?: "small" | "normal";
  readonly icon?: LucideIcon;
  /** The name of a button that shows only its icon. */
  readonly label?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

const looks: Readonly<Record<Look, string>> = {
  primary: "bg-accent font-medium text-on-accent hover:brightness-110",
  plain: "border border-line bg-card hover:bg-inset",
  quiet: "text-dim hover:bg-inset hover:text-ink aria-expanded:bg-inset aria-pressed:bg-inset aria-pressed:text-accent",
  danger: "border border-bad/40 text-bad hover:bg-bad-soft",
};

export function Button({
  look = "plain",
  size = "normal",
  icon: Icon,
  label,
  children,
  className,
  ...rest
}: ButtonProps) {
  const isBare = children === undefined;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classNames(
        "inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md whitespace-nowrap transition-colors",
        "disabled:cursor-default disabled:opacity-50",
        size === "small" ? "h-7 text-xs" : "h-9 text-sm",
        isBare ? (size === "small" ? "w-7" : "w-9") : size === "small" ? "px-2" : "px-3",
        looks[look],
        className,
      )}
    >
      {Icon !== undefined && <Icon aria-hidden="true" className={size === "small" ? "size-3.5" : "size-4"} />}
      {children}
    </button>
  );
}
