/** A short word with a tone: a tier, an effect, a count. */
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type Tone = "plain" | "accent" | "good" | "warn" | "bad";

const tones: Readonly<Record<Tone, string>> = {
  plain: "bg-inset text-dim",
  accent: "bg-accent-soft text-accent",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
};

export function Badge({ tone = "plain", children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span
      className={classNames(
        "figures inline-flex items-center gap-1 rounded-sm px-1.5 py-0.5 text-xs leading-4 whitespace-nowrap",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
