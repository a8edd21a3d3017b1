/** Every event of a run as it was recorded; found by what is typed. */
import type { RunEvent } from "@thorp/client";
import { useDeferredValue, useState } from "react";
import { texts } from "../texts/texts.ts";
import { TextField } from "../ui/field.tsx";

export interface EventListProps {
  readonly events: readonly RunEvent[];
  readonly startedAt: number | undefined;
}

export function EventList({ events, startedAt }: EventListProps) {
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const found = wanted === "" ? events : events.filter((event) => JSON.stringify(event).toLowerCase().includes(wanted));
  return (
    <div className="space-y-2">
      <TextField
        type="search"
        label={texts.runs.eventSearch}
        isLabelHidden
        placeholder={texts.runs.eventSearch}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <p className="text-xs text-dim">{texts.runs.events(found.length)}</p>
      <ol className="divide-y divide-line rounded-lg border border-line bg-card font-mono text-xs">
        {found.map((event) => (
          <EventRow key={event.seq} event={event} startedAt={startedAt ?? event.at} />
        ))}
      </ol>
    </div>
  );
}

function EventRow({ event, startedAt }: { readonly event: RunEvent; readonly startedAt: number }) {
  const [isOpen, setOpen] = useState(false);
  const { seq, at, path, type, kind: _kind, run: _run, ...rest } = event;
  const { seq: _seq, at: _at, path: _path, ...content } = { ...rest, seq, at, path };
  return (
    <li className="[contain-intrinsic-size:auto_1.75rem] [content-visibility:auto]">
      <details onToggle={(toggled) => setOpen(toggled.currentTarget.open)}>
        <summary className="figures flex h-7 list-none items-center gap-3 px-3 hover:bg-inset [&::-webkit-details-marker]:hidden">
          <span className="w-10 shrink-0 text-right text-dim">{seq}</span>
          <span className="w-16 shrink-0 text-right text-dim">{((at - startedAt) / 1000).toFixed(3)}</span>
          <span className="shrink-0 font-medium">{type}</span>
          <span className="shrink-0 text-dim">{path === "" ? texts.runs.path : path}</span>
          <span className="min-w-0 flex-1 truncate text-dim">{JSON.stringify(content).slice(1, 200)}</span>
        </summary>
        {isOpen && (
          <pre data-scroll tabIndex={0} className="overflow-x-auto border-t border-line bg-inset p-3">
            {JSON.stringify(content, null, 2)}
          </pre>
        )}
      </details>
    </li>
  );
}
