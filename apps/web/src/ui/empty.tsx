/** What stands where there is nothing yet: what will be here, and how it gets there. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly about: string;
  readonly children?: ReactNode;
}

export function Empty({ icon: Icon, title, about, children }: EmptyProps) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-line px-4 py-10 text-center">
      <Icon aria-hidden="true" className="size-6 text-dim" />
      <p className="font-medium">{title}</p>
      <p className="max-w-prose text-dim">{about}</p>
      {children}
    </div>
  );
}

/** Grey bars of about the size of what comes, so that nothing jumps when it is there. */
export function Waiting({ rows = 4, label }: { readonly rows?: number; readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="space-y-2">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="pulse h-9 rounded-md bg-inset" />
      ))}
    </div>
  );
}
