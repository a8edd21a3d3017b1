/** One figure with its name and what belongs to it. */
import type { ReactNode } from "react";

export interface TileProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly more: string;
}

/** Tiles side by side; two columns where there is little room. */
export function Tiles({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="figures grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-4">
      {children}
    </dl>
  );
}

export function Tile({ name, value, more }: TileProps) {
  return (
    <div className="bg-card px-4 py-3">
      <dt className="text-xs text-dim">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold tracking-tight">{value}</dd>
      <dd className="text-xs text-dim">{more}</dd>
    </div>
  );
}
