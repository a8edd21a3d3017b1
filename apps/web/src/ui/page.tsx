/** The frame of a page that is no conversation: title, what one can do, and content that scrolls. */
import type { ReactNode } from "react";

export interface PageProps {
  readonly title: string;
  readonly about?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, about, actions, children }: PageProps) {
  return (
    <div data-scroll className="h-full overflow-y-auto" tabIndex={0} role="region" aria-label={title}>
      <div className="mx-auto max-w-6xl space-y-4 p-4 md:px-8 md:py-6">
        <header className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {about !== undefined && <p className="mt-0.5 max-w-prose text-dim">{about}</p>}
          </div>
          {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}

export interface SectionProps {
  readonly title: string;
  readonly about?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A card with a title. */
export function Section({ title, about, actions, children }: SectionProps) {
  return (
    <section className="rounded-lg border border-line bg-card" aria-label={title}>
      <header className="flex flex-wrap items-center justify-between gap-2 px-4 pt-3">
        <div>
          <h2 className="font-semibold">{title}</h2>
          {about !== undefined && <p className="text-xs text-dim">{about}</p>}
        </div>
        {actions}
      </header>
      <div className="p-4 pt-3">{children}</div>
    </section>
  );
}
